with

    terms as (select * from {{ ref("okr_terms") }}),

    texts as (select * from {{ ref("int_okr_texts__normalised") }}),

    -- Only languages with words of a rule are judged by it.
    packs as (select distinct terms.language, terms.rule_id from terms)

select
    texts.entity_type,
    texts.source_name,
    texts.entity_code,
    packs.rule_id,
    min(terms.term) as term
from texts
inner join packs on texts.language = packs.language
left join
    terms
    on packs.language = terms.language
    and packs.rule_id = terms.rule_id
    and texts.words like concat_ws('', '% ', terms.term, ' %')
group by texts.entity_type, texts.source_name, texts.entity_code, packs.rule_id

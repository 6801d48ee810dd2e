"""Under which names Jira's CSV exports have a field: Server and Cloud, and the language of who exported.

English, Spanish and German are those of real exports, French as far as public scripts that read
such exports name them. A field that is missing here is named in the source's `read.columns`.
"""

import re

# How the export writes the name of a custom field, in each language.
CUSTOM_FIELD = (
    "Custom field ({})",
    "Campo personalizado ({})",
    "Benutzerdefinierte Felder ({})",
    "Benutzerdefiniertes Feld ({})",
    "Champs personnalisés ({})",
    "Champ personnalisé ({})",
)


def _custom(*names: str) -> tuple[str, ...]:
    """Return all headers that a custom field of one of these names may have."""
    return tuple(form.format(name) for name in names for form in (*CUSTOM_FIELD, "{}"))


FIELDS: dict[str, tuple[str, ...]] = {
    "work_item_id": ("Issue id", "ID de la incidencia", "Vorgangs-ID", "ID de ticket"),
    "work_item_key": (
        "Issue key",
        "Key",
        "Clave de incidencia",
        "Vorgangsschlüssel",
        "Schlüssel",
        "Clé de ticket",
    ),
    "project_key": ("Project key", "Clave del proyecto", "Projektschlüssel", "Clé de projet"),
    "type_name": ("Issue Type", "Tipo de Incidencia", "Vorgangstyp", "Type de ticket"),
    "title": ("Summary", "Resumen", "Zusammenfassung", "Résumé"),
    "status_name": ("Status", "Estado", "État"),
    "status_category": ("Status Category", "Categoría de estado", "Statuskategorie", "Catégorie d'état"),
    "priority_name": ("Priority", "Prioridad", "Priorität", "Priorité"),
    "resolution_name": ("Resolution", "Resolución", "Lösung", "Résolution"),
    "assignee_name": (
        "Assignee",
        "Persona asignada",
        "Responsable",
        "Zugewiesene Person",
        "Bearbeiter",
        "Personne assignée",
    ),
    "reporter_name": ("Reporter", "Informador", "Autor", "Rapporteur"),
    "team_name": ("Team Name", *_custom("Team")),
    "parent_key": ("Parent key", "Clave principal", "Übergeordneter Schlüssel", "Clé parent"),
    "epic_key": _custom("Epic Link", "Epic-Verknüpfung"),
    "initiative_code": (),
    "key_result_code": (),
    "story_points": _custom("Story Points", "Story-Points"),
    "original_estimate_seconds": (
        "Original Estimate",
        "Estimación original",
        "Ursprüngliche Schätzung",
        "Estimation originale",
    ),
    "time_spent_seconds": ("Time Spent", "Tiempo Trabajado", "Benötigte Zeit", "Temps passé"),
    "start_date": _custom("Start date", "Target start", "Startdatum", "Date de début", "Fecha de inicio"),
    "created_at": ("Created", "Creada", "Erstellt", "Création"),
    "updated_at": ("Updated", "Actualizada", "Aktualisiert", "Mise à jour"),
    "resolved_at": ("Resolved", "Resuelta", "Erledigt", "Résolu", "Résolue"),
    "due_date": (
        "Due date",
        "Fecha de vencimiento",
        "Fälligkeitsdatum",
        "Fällig",
        "Date d'échéance",
        "Échéance",
    ),
}

# A repeat of these columns is one value more; a repeat of any other is another field of the same name.
LISTS: dict[str, tuple[str, ...]] = {
    "labels": ("Labels", "Etiquetas", "Stichwörter", "Étiquettes"),
    "components": ("Components", "Component/s", "Componentes", "Komponenten", "Composants"),
    "fix_versions": (
        "Fix versions",
        "Fix Version/s",
        "Versiones corregidas",
        "Lösungsversionen",
        "Versions corrigées",
    ),
    "sprints": ("Sprint", *_custom("Sprint")),
}

# Fields of the export that complete one of the contract's columns.
HELPERS: dict[str, tuple[str, ...]] = {
    "parent_id": ("Parent", "Parent id", "Principal", "Übergeordnet"),
    "story_point_estimate": _custom("Story point estimate", "Story Point-Schätzung"),
}

CATEGORIES = {
    "todo": ("to do", "new", "por hacer", "tareas por hacer", "zu erledigen", "à faire"),
    "in_progress": ("in progress", "indeterminate", "en curso", "in bearbeitung", "in arbeit", "en cours"),
    "done": (
        "done",
        "complete",
        "listo",
        "finalizada",
        "fertig",
        "erledigt",
        "terminé",
        "terminée",
        "terminé(e)",
    ),
}
CATEGORY_OF_NAME = {name: category for category, names in CATEGORIES.items() for name in names}

SUBTASK_TYPES = ("sub-task", "subtask", "subtarea", "unteraufgabe", "sous-tâche")

# The words before the type differ by version: a word for a link and one for its direction are enough.
_LINK = re.compile(r"(?P<words>[^()]*(?:link|enlace|verknüpfung|lien)[^()]*) \((?P<type>.+)\)", re.IGNORECASE)
_INWARD = re.compile(r"\binward|\binterna\b|\bentrante?\b|\beingehend|\beingangs", re.IGNORECASE)
_OUTWARD = re.compile(r"\boutward|\bsaliente\b|\bsortant\b|\bausgehend|\bausgangs", re.IGNORECASE)


def link_of(header: str) -> tuple[str, str] | None:
    """Return type and direction of the links in a column such as `Inward issue link (Blocks)`."""
    match = _LINK.fullmatch(header.strip())
    if match is None:
        return None
    if _INWARD.search(match["words"]):
        return match["type"], "inward"
    return (match["type"], "outward") if _OUTWARD.search(match["words"]) else None

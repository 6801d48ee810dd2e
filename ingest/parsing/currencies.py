"""The ways in which amounts name their currency."""

_ISO_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW "
    "KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN "
    "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
    "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS "
    "VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
ISO_CODES = frozenset(_ISO_CODES.split())

# A sign that several currencies share tells that the text is an amount, but not of which currency.
SIGNS: dict[str, str | None] = {
    "US$": "USD",
    "CA$": "CAD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "R$": "BRL",
    "SFr.": "CHF",
    "Fr.": "CHF",
    "Euros": "EUR",
    "Euro": "EUR",
    "zł": "PLN",
    "Kč": "CZK",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₪": "ILS",
    "₩": "KRW",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "$": None,
    "¥": None,
    "kr.": None,
    "kr": None,
}

_DOLLARS_AND_PESOS = (
    "ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MOP MXN NAD NIO NZD "
    "SBD SGD SRD TOP TTD TWD USD UYU WST XCD ZWL"
)
# The currencies that share a sign: any other one contradicts it.
SHARED_SIGNS = {
    "$": frozenset(_DOLLARS_AND_PESOS.split()),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"DKK", "ISK", "NOK", "SEK"}),
}

CODES: dict[str, str | None] = {code: code for code in sorted(ISO_CODES)} | SIGNS

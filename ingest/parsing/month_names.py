"""Month and weekday names as exports in several languages write them, folded and without their dot."""

_MONTHS = {
    1: "jan january januar jänner jaen janv janvier ene enero gen gennaio januari janeiro",
    2: "feb february februar févr fév fevr fevrier février febrero febbraio februari fev fevereiro",
    3: "mar march mär mrz märz maerz mars marzo mrt maart março marco",
    4: "apr april avr avril abr abril aprile",
    5: "may mai mayo mag maggio mei maio",
    6: "jun june juni juin junio giu giugno junho",
    7: "jul july juli juil juillet julio lug luglio julho",
    8: "aug august août aout agosto ago augustus",
    9: "sep sept september septembre septiembre set settembre setembro setiembre",
    10: "oct october okt oktober octobre octubre ott ottobre out outubro",
    11: "nov november novembre noviembre novembro",
    12: "dec december dez dezember déc décembre decembre dic diciembre dicembre dezembro",
}

MONTH_NUMBERS: dict[str, str] = {
    name: f"{number:02d}" for number, names in _MONTHS.items() for name in names.split()
}

_WEEKDAYS = """
    mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag
    lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche
    lunes martes mié miércoles jue jueves vie viernes sáb sábado dom domingo
    lunedì martedì mercoledì gio giovedì venerdì sabato domenica
"""
WEEKDAY = "(?:" + "|".join(sorted(set(_WEEKDAYS.split()), key=len, reverse=True)) + ")"

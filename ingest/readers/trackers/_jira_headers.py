"""Under which names Jira's CSV exports have a field: Server and Cloud, and the language of who exported.

English and Spanish are those of real exports; German and French those of Jira's own screens.
A field that is missing here is named in the source's `read.columns`.
"""

import re

FIELDS: dict[str, tuple[str, ...]] = {
    "work_item_id": ("Issue id", "ID de la incidencia", "Vorgangs-ID", "ID de ticket"),
    "work_item_key": ("Issue key", "Key", "Clave de incidencia", "Vorgangsschlüssel", "Clé de ticket"),
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
        "Zugewiesene Person",
        "Bearbeiter",
        "Personne assignée",
    ),
    "reporter_name": ("Reporter", "Informador", "Autor", "Rapporteur"),
    "team_name": ("Team Name", "Custom field (Team)", "Campo personalizado (Team)"),
    "parent_key": ("Parent key", "Clave principal", "Übergeordneter Schlüssel", "Clé parent"),
    "epic_key": ("Custom field (Epic Link)", "Epic Link", "Campo personalizado (Epic Link)"),
    "initiative_code": (),
    "story_points": (
        "Custom field (Story Points)",
        "Story Points",
        "Campo personalizado (Story Points)",
        "Benutzerdefiniertes Feld (Story Points)",
        "Champs personnalisés (Story Points)",
    ),
    "original_estimate_seconds": (
        "Original Estimate",
        "Estimación original",
        "Ursprüngliche Schätzung",
        "Estimation originale",
    ),
    "time_spent_seconds": ("Time Spent", "Tiempo Trabajado", "Benötigte Zeit", "Temps passé"),
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
    "fix_versions": ("Fix versions", "Fix Version/s", "Versiones corregidas", "Lösungsversionen"),
    "sprints": ("Sprint",),
}

# Fields of the export that complete one of the contract's columns.
HELPERS: dict[str, tuple[str, ...]] = {
    "parent_id": ("Parent", "Parent id", "Principal", "Übergeordnet"),
    "story_point_estimate": (
        "Custom field (Story point estimate)",
        "Story point estimate",
        "Campo personalizado (Story point estimate)",
    ),
}

CATEGORIES = {
    "todo": ("to do", "new", "por hacer", "tareas por hacer", "zu erledigen", "à faire"),
    "in_progress": ("in progress", "indeterminate", "en curso", "in bearbeitung", "in arbeit", "en cours"),
    "done": ("done", "complete", "listo", "finalizada", "fertig", "erledigt", "terminé"),
}
CATEGORY_OF_NAME = {name: category for category, names in CATEGORIES.items() for name in names}

SUBTASK_TYPES = ("sub-task", "subtask", "subtarea", "unteraufgabe", "sous-tâche")

_LINK = re.compile(
    r"(?:(?P<inward>inward issue link|enlace a la incidencia interna)"
    r"|outward issue link|enlace de incidencia saliente) \((?P<type>.+)\)",
    re.IGNORECASE,
)


def link_of(header: str) -> tuple[str, str] | None:
    """Return type and direction of the links in a column such as `Inward issue link (Blocks)`."""
    match = _LINK.fullmatch(header.strip())
    if match is None:
        return None
    return match["type"], "inward" if match["inward"] else "outward"

"""What the front door gives at first use: one place is found without what only tables and lists of places need."""

from __future__ import annotations

from data import late_door

LATE = late_door(
    "geo",
    {
        ".coordinates": "CoordinateReading Fix parse_coordinates",
        ".gazetteer": "Gazetteer",
        ".gazetteer.commands": "gazetteer_info gazetteer_search",
        ".gazetteer.embedded": "adm1_units embedded_places",
        ".gazetteer.lists": "BuildReport build_gazetteer with_aliases",
        ".online": "OnlinePlaces locate_online locate_table_online service_of",
        ".pairs": "PairTerms pair_id pairs",
        ".phrases": "phrase_marks",
        ".placing": "PlaceQuestion answer_questions check_place judged_places place_claims place_columns "
        "place_incidents questions_of",
        ".plausible": "add_warnings check check_each check_together findings_frame",
        ".precision": "precision_of_kind precision_of_radius stated_precision stated_radii",
        ".resolve": "explain full_answer locate",
        ".resolve.tables": "locate_table",
        ".scan": "Mention scan unscanned",
    },
)

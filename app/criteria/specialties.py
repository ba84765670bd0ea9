"""Who is a specialist of which condition: by words of the specialty, as offices write it."""

from __future__ import annotations

#: A field by the beginnings of words that name it.
_FIELDS = {
    "neurology": ("neurolog", "headache", "movement disorder", "neurosurg"),
    "headache": ("headache", "neurolog", "pain"),
    "rehabilitation": ("physical medicine", "physiatr", "rehabilit", "pm&r", "pmr", "spinal cord"),
    "orthopedics": ("orthop",),
    "ophthalmology": ("ophthalm", "oculoplastic", "strabismus"),
    "otolaryngology": ("otolaryng", "ent", "ear, nose", "laryngolog", "head and neck"),
    "urology": ("urolog", "urogyn", "female pelvic medicine"),
    "gynecology": ("gynecolog", "obstetric", "ob/gyn", "obgyn"),
    "dermatology": ("dermatolog",),
    "plastic surgery": ("plastic",),
    "gastroenterology": ("gastroenter",),
    "surgery": ("general surg", "colorectal", "colon and rectal", "proctolog", "thoracic"),
    "dentistry": ("dent", "oral", "maxillofacial", "orofacial"),
    "pain": ("pain", "anesthes"),
}
_LIMB = ("neurology", "rehabilitation", "orthopedics")
_OF_CONDITION = {
    "chronic_migraine": ("neurology", "headache"),
    "cervical_dystonia": ("neurology", "rehabilitation"),
    "blepharospasm": ("neurology", "ophthalmology"),
    "strabismus": ("ophthalmology", "neurology"),
    "hemifacial_spasm": ("neurology", "ophthalmology", "otolaryngology"),
    "oab": ("urology", "gynecology"),
    "ndo": ("urology", "gynecology", "rehabilitation", "neurology"),
    "upper_limb_spasticity": _LIMB,
    "lower_limb_spasticity": _LIMB,
    "spasticity": _LIMB,
    "hyperhidrosis": ("dermatology", "plastic surgery", "neurology"),
    "sialorrhea": ("neurology", "otolaryngology", "rehabilitation"),
    "achalasia": ("gastroenterology", "surgery"),
    "anal_fissure": ("surgery", "gastroenterology"),
    "bruxism": ("dentistry", "neurology", "pain"),
    "tmj": ("dentistry", "neurology", "pain", "otolaryngology"),
    "motor_tics": ("neurology",),
    "pelvic_pain": ("gynecology", "urology", "pain", "rehabilitation"),
    "myofascial_pain": ("pain", "rehabilitation", "neurology"),
}


def is_specialist(specialty: str, fields: tuple[str, ...], condition: str | None) -> bool | None:
    """Whether a specialty is one of the fields, or treats the condition where the rule says `of_condition`.

    Returns:
        None where it is not known who treats the condition.
    """
    wanted = fields
    if "of_condition" in fields:
        found = _OF_CONDITION.get(condition or "")
        if found is None:
            return None
        wanted = found
    text = f" {specialty.lower()}"
    return any(f" {word}" in text or f"-{word}" in text for field in wanted for word in _FIELDS[field])


def fields() -> frozenset[str]:
    """What a rule may name."""
    return frozenset(_FIELDS) | {"of_condition"}

"""What people write of themselves -> masked; what they ask -> left as it is."""

from __future__ import annotations

import time

import pytest

from careerbot.reading.personal import mask_personal

KNOWN = frozenset("tired nurse welder interested in registered mark unemployed job english".split())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("my name is Maria Lopez and i want to weld", "my name is [name] and i want to weld"),
        ("MY NAME IS MARIA what does it pay", "MY NAME IS [name] what does it pay"),
        ("my name's bob.", "my name's [name]."),
        ("my daughters name is emma lee, can she weld", "my daughters name is [name], can she weld"),
        ("call me Ishmael please", "call me [name] please"),
        ("hi im jessica and what do nurses make", "hi im [name] and what do nurses make"),
        ("I am Tom Baker, can i weld", "I am [name], can i weld"),
        ("I am Mark Jones", "I am [name]"),
        ("I’m Ana-Maria O'Neil looking for work", "I’m [name] looking for work"),
        ("this is tyler what does a cop earn", "this is [name] what does a cop earn"),
        ("my son Tyler likes cars", "my son [name] likes cars"),
        ("Mr. Smith and Dr. Lee told me", "Mr. [name] and Dr. [name] told me"),
        ("what does it pay? Thanks, Maria", "what does it pay? Thanks, [name]"),
    ],
)
def test_names_behind_an_opening_are_masked(written: str, kept: str) -> None:
    assert mask_personal(written, KNOWN) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("write to ana.b+x@mail.example.com pls", "write to [email] pls"),
        ("ana at gmail dot com", "[email]"),
        ("see https://x.example/ana?id=5 or www.ana.example", "see [link] or [link]"),
        ("ask @anna_b or insta: anna.b", "ask [handle] or [handle]"),
        ("call 555-123-4567 or (206) 555 1234 or +44 20 7946 0958", "call [phone] or [phone] or [phone]"),
        ("text 555-1234 or 5551234", "text [phone] or [number]"),
        ("my ssn is 123-45-6789", "my ssn is [number]"),
        ("123-45-6789", "[number]"),
        ("4111 1111 1111 1111", "[number]"),
        ("student id 88123 and case number 44-1234", "[number] and [number]"),
        ("license number WDL1234AB56", "[number]"),
        ("A12345678 is mine", "[number] is mine"),
        ("jobs near 98109 or 98109-1234", "jobs near [number] or [number]"),
        ("i live at 1200 N Main Street Apt 4", "i live at [address] [address]"),
        ("12 elm st is my home", "[address] is my home"),
        ("4417 sunny court or p.o. box 77", "[address] or [address]"),
        ("born 3/4/2008, on 2008-03-04 or march 4, 2008", "born [date], on [date] or [date]"),
        ("dob: 03042008 what can i do", "[date] what can i do"),
        ("born in 2005 what can i do", "[date] what can i do"),
        ("my birthday is may 5", "my [date]"),
    ],
)
def test_what_leads_to_a_person_is_masked(written: str, kept: str) -> None:
    assert mask_personal(written, KNOWN) == kept


@pytest.mark.parametrize(
    "asked",
    [
        "i am tired of my job",
        "I am Interested in welding",
        "i'm unemployed what now",
        "I am a Registered Nurse from Ohio",
        "what does a 51-4121 make",
        "i make 52000 a year, is $120,000 or $61,437 possible? or 52,150",
        "does a dr make 200000",
        "projections 2024-2034 and 2024-34",
        "what are the 10 best places to work",
        "how do i get ISO9001 or the OSHA 30 card",
        "call me when you know what the job is called",
        "MS Office or an ms degree",
        "i am 17 and in 11th grade",
        "i am 17 and want to drive, 2 years on the road",
        "1099 or w2, 12 hour shifts at 3:30",
    ],
)
def test_what_is_asked_is_left_as_it_is(asked: str) -> None:
    assert mask_personal(asked, KNOWN) == asked


def test_a_wording_is_one_line() -> None:
    assert mask_personal("  what\n\n does it\tpay ") == "what does it pay"


def test_without_known_words_a_name_must_look_like_one() -> None:
    assert mask_personal("i am Ana, i am tired") == "i am [name], i am tired"


@pytest.mark.parametrize(
    "piece", ["a.", "1 ", "a", "1", "a1", "@", "im ", "my name is ", "12 a b ", "born on the ", "(206) "]
)
def test_no_message_takes_long(piece: str) -> None:
    began = time.process_time()
    mask_personal(piece * (4096 // len(piece)), KNOWN)
    assert time.process_time() - began < 1

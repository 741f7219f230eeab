"""Which other door is open beside a petition, by the words of the routing rules."""

import pytest

from actions.doors import Doors
from assistant.gateway.wording import WORDS

DOORS = Doors.read()


@pytest.mark.parametrize(
    ("story", "door"),
    [
        ("老板拖欠我三个月工资，一直不给", "wages"),
        ("公司把我辞退了不给赔偿", "labour"),
        ("网上买的手机是假货，商家不退钱", "consumer"),
        ("我要打12315投诉", "consumer"),
        ("隔壁工厂半夜偷排废气，臭到睡不着", "environment"),
        ("楼下占道经营，摆摊把路都堵了", "city_management"),
        ("我要找城管", "city_management"),
        ("我打了12345都没人理，路灯坏了半年", "hotline"),
        ("the shop sold me a fake phone and gives no refund", "consumer"),
        ("I was fired without any severance", "labour"),
        ("my salary has not been paid", "wages"),
    ],
)
def test_a_story_is_shown_the_door_that_takes_it_directly_too(story: str, door: str) -> None:
    assert DOORS.of(story) == door
    assert WORDS[f"petition_door_{door}"].zh and WORDS[f"petition_door_{door}"].en


@pytest.mark.parametrize("story", ["村里的桥栏杆断了，老人家过桥好危险", "学校食堂饭菜份量太少", "hello", "路灯坏了没人修", "镇里一直不公开账目"])
def test_where_nothing_is_certain_no_door_is_named(story: str) -> None:
    assert DOORS.of(story) is None


def test_no_door_names_a_telephone_that_no_confirmed_fact_has() -> None:
    said = " ".join(f"{words.zh} {words.en}" for key, words in WORDS.items() if key.startswith("petition_door_"))
    assert all(number not in said for number in ("12315", "12319", "12333", "12369", "12388"))

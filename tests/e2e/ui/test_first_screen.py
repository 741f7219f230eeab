"""What somebody sees who never talked to a machine before: four doors, five questions, one press to each."""

from typing import Any

from playwright.sync_api import Page, expect

DOORS = ["我要办事", "我要投诉反映", "海外侨胞", "查进度"]


def in_sight(page: Page, selector: str) -> list[str]:
    """The words of those matches that can be seen whole without scrolling."""
    found: list[str] = page.eval_on_selector_all(
        selector,
        """all => { const root = document.querySelector('zw-chat').shadowRoot, log = root.querySelector('.log').getBoundingClientRect();
                    return all.filter(one => { const box = one.getBoundingClientRect();
                                               return box.top >= log.top && box.bottom <= log.bottom; })
                              .map(one => one.innerText.split('\\n')[0]); }""",
    )
    return found


def test_four_doors_say_what_they_are_for_and_five_questions_are_a_press_away(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tile")).to_have_count(4)
    assert [door.split("\n")[0] for door in page.locator(".tile").all_inner_texts()] == DOORS
    assert all(len(door.split("\n")) >= 2 for door in page.locator(".tile").all_inner_texts())
    assert in_sight(page, ".tile") == DOORS
    questions = page.locator(".front .list-item")
    expect(questions).to_have_count(5)
    assert len(in_sight(page, ".front .list-item")) >= 1  # that there is more is seen without scrolling

    questions.first.click()

    expect(page.locator(".theirs .bubble", has_text="您问的是：身份证丢了怎么补办")).to_be_visible()
    assert stub.turn(0)["text"] == "身份证丢了怎么补办"


def test_for_the_elderly_one_press_enlarges_and_all_doors_and_two_ways_to_people_stay_in_sight(open_page: Any) -> None:
    page = open_page()
    expect(page.locator(".tile")).to_have_count(4)
    page.get_by_role("button", name="长辈版").click()
    expect(page.get_by_role("button", name="长辈版", pressed=True)).to_be_visible()

    assert page.locator("zw-chat").get_attribute("data-size") == "24"
    assert in_sight(page, ".tile") == DOORS
    assert page.locator(".foot .quick").all_inner_texts() == ["转人工", "拨打 12345"]
    assert page.locator(".foot a.quick").get_attribute("href") == "tel:12345"
    page.reload()
    expect(page.get_by_role("button", name="长辈版", pressed=True)).to_be_visible()
    page.goto(page.url.replace("/chat", "/chat?elder=0"))
    expect(page.get_by_role("button", name="长辈版", pressed=False)).to_be_visible()


def test_a_door_can_also_be_opened_by_typing_and_the_label_of_the_machine_stays(open_page: Any, stub: Any) -> None:
    page = open_page()
    page.get_by_label("输入您的问题").fill("我要投诉反映")
    page.keyboard.press("Enter")

    expect(page.locator(".theirs .bubble", has_text="您问的是：我要投诉反映")).to_be_visible()
    assert stub.turn(0)["text"] == "我要投诉反映"
    expect(page.get_by_text("AI 生成，仅供参考")).to_be_visible()


def test_somebody_abroad_reads_in_one_press_and_it_is_remembered(open_page: Any, stub: Any) -> None:
    page = open_page(timezone_id="America/Toronto")
    page.get_by_role("button", name="繁 繁體中文").click()
    expect(page.get_by_text("您好，鄉親")).to_be_visible()

    page.reload()

    expect(page.get_by_role("button", name="長輩版")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"

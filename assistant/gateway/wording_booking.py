"""What is said about bookings beyond the first: keeping a time, moving it, waiting in line, the case in a form.

Part of `assistant.gateway.wording`, which alone reads it; the same rules for writing hold.
"""

BOOKING_WORDS: dict[str, tuple[str, str]] = {
    # A time that is kept
    "hold_held": (
        "这个时间先给您留着：{time}。请在{expires}前确认。时间不够，回“再留一会儿”，还可以延长{left}次。",
        "This time is kept for you: {time}. Please confirm before {expires}. If you need longer, say “more time”; "
        "extensions left: {left}.",
    ),
    "hold_extended": (
        "不急，给您再留10分钟，留到{expires}：{time}。还可以延长{left}次。",
        "No hurry: it is kept for you until {expires}: {time}. Extensions left: {left}.",
    ),
    "hold_longest": (
        "已经延长过两次，不能再延了，留到{expires}：{time}。过了也不要紧，还空着就再替您留。",
        "It was extended twice and cannot be extended again; it is kept until {expires}: {time}. "
        "If it runs out and is still free, it is kept for you once more.",
    ),
    "hold_again": (
        "刚才留的时间过了，还好没被约走，又替您留了10分钟，留到{expires}：{time}。您填的都还在，回“确认”就行。",
        "The time kept for you had run out, but it was still free and is yours for another 10 minutes, until {expires}: "
        "{time}. What you filled in is kept; just say “confirm”.",
    ),
    "hold_offered": (
        "轮到您了！有人退了这个时间，先替您留着：{time}。请在{expires}前告诉我要不要。",
        "It is your turn: somebody gave this time back, and it is kept for you: {time}. Please tell me before {expires} "
        "whether you want it.",
    ),
    "held_title": ("给您留着的时间", "The time kept for you"),
    "hold_extend": ("再留10分钟", "10 more minutes"),
    "hold_other": ("换个时间", "Another time"),
    "hold_pick_again": ("重新留这个时间", "Keep this time again"),
    "hold_expired": (
        "不好意思，刚才留的时间过了，也已经被约走了。您填的都还在，离它最近的空位在最前面，重新选一个就行：",
        "Sorry, the time kept for you ran out and has been taken. What you filled in is kept; the nearest free times come "
        "first, just choose again:",
    ),
    "slot_taken": (
        "这个时间刚刚被别人约走了。您填的都还在，离它最近的空位在最前面：",
        "That time has just been taken. What you filled in is kept; the nearest free times come first:",
    ),
    # Times
    "slot_reminder": ("给您留着的时间：{time_at}。", "The time kept for you: {time_at}."),
    "slot_which": (
        "我拿不准是哪一个：可能不止一个，也可能不在上面。说日期加钟点最准，比如“12月1号下午4点半”。",
        "I am not sure which one: it may be several, or none of these. A day and an hour are surest, such as “1 December at 4:30 pm”.",
    ),
    "slots_more": (
        "上面没有合适的，直接说时间就行，比如“下周三下午”“晚一点的”；都不行，回“排队”。",
        "If none suits, just name a time, such as “next Tuesday evening” or “later”; or say “waiting list”.",
    ),
    "mission_time": ("使领馆当地", "At the mission"),
    # Moving and cancelling
    "move_which": (
        "好，给您换时间。原来的时间还替您留着，选好新的、确认了才换。",
        "All right, let us move it. Your present time stays yours until you confirm a new one.",
    ),
    "move_left": ("好，不改了，原来的预约还在。", "All right, nothing was changed; your booking stands as it was."),
    "booking_moved": (
        "改好了。\n\n预约号：**{number}**（没变，查询码也没变）\n新的时间：{time}\n地点：{mission}\n\n"
        "之前加进日历的，请用下面的按钮再加一次，会自动更新。",
        "It is moved.\n\nNumber: **{number}** (the same, and so is the code)\nNew time: {time}\nPlace: {mission}\n\n"
        "If it is in your calendar, add it again with the button below; it updates itself.",
    ),
    "booking_moved_no_file": (
        "改好了。\n\n预约号：**{number}**（没变，查询码也没变）\n新的时间：{time}\n地点：{mission}",
        "It is moved.\n\nNumber: **{number}** (the same, and so is the code)\nNew time: {time}\nPlace: {mission}",
    ),
    "booking_change_late": (
        "这个预约离得太近了，在这里改不了、也取消不了（最晚到{until_at}）。去不了的话，请尽早告诉公证处，或打12345问。",
        "This booking is too near to be moved or cancelled here (that was possible until {until_at}). If you cannot come, "
        "please tell the notary office as early as you can, or call 12345.",
    ),
    "booking_change_until": ("改期、取消最晚", "Move or cancel until"),
    "booking_do_move": ("改期", "Change the time"),
    "booking_elsewhere": (
        "您的事不在江门，所以这里不给您约，免得白跑。按上面说的，请先问当地名单里的公证机构。",
        "Your matter does not belong to Jiangmen, so nothing is booked here and you do not travel for nothing. As said above, "
        "please ask a listed notary office there first.",
    ),
    # The waiting list
    "waiting_joined": (
        "好，替您排上了，前面还有{before}位。有人退了，会先替您留着。过一阵回来说“轮到我了吗”，就知道有没有。",
        "You are on the waiting list, with {before} in front of you. When somebody cancels, the time is kept for you first. "
        "Come back and ask “is it my turn” to see.",
    ),
    "waiting_needless": ("不用排队，现在就有空位：", "There is no need to wait: these times are free now."),
    "waiting_too_near": (
        "那段时间太近或者太远，排不了队。现在能约的是这些：",
        "That time is too near or too far to wait for. These can be booked now:",
    ),
    "waiting_still": (
        "还没有空出来的时间，您前面还有{before}位。",
        "Nothing has become free yet; {before} are in front of you.",
    ),
    "waiting_stays": ("好，接着替您排着。", "All right, you keep your place."),
    "waiting_left": (
        "好，不排了。想约的时候，随时告诉我。",
        "All right, you are off the list. Tell me whenever you want to book.",
    ),
    "waiting_declined": (
        "好，这个时间让给下一位了。还想约，随时告诉我。",
        "All right, it goes to the next in line. Tell me whenever you want to book.",
    ),
    "waiting_lapsed": (
        "之前轮到过您，替您留的时间过了没等到回话，已经让给下一位。不要紧，现在重新看看：",
        "It was your turn before, but the time kept for you ran out and went to the next in line. Let us look again:",
    ),
    # The case in a form
    "form_booking_case_title": ("一次填完也行", "Or fill it in at once"),
    "form_booking_case_intro": (
        "填好就知道能不能办、约哪里；不想填表，照着问题一样一样回答也行。",
        "It tells at once whether this is open to you and where. You can also just answer the questions one by one.",
    ),
    "form_booking_case_submit": ("看看能不能办", "See whether I can"),
    "form_booking_case_sent": ("（已填好情况）", "(case filled in)"),
    "field_booking_mission": ("到哪个使领馆办", "At which mission"),
    "hint_booking_mission": (
        "要本人去，选离您最近、管您住地的。",
        "You go there yourself: the one in charge of where you live.",
    ),
    "field_booking_nationality": ("现在的国籍", "Citizenship now"),
    "option_nationality_cn": ("中国国籍（大陆居民）", "China (resident of the mainland)"),
    "option_nationality_foreign": ("外国国籍", "A foreign country"),
    "option_nationality_hk-mo-tw": ("港澳台居民", "Resident of Hong Kong, Macao or Taiwan"),
    "option_nationality_unsure": ("说不准", "Not sure"),
    "field_booking_residence": ("在那边长期居住吗", "Do you live there long-term"),
    "hint_booking_residence": (
        "有居留、工作或学习签证，或者连续住满180天，都算。",
        "A residence, work or study permit, or 180 days in a row.",
    ),
    "option_residence_long_term": ("是，长期居住", "Yes"),
    "option_residence_short": ("不是，短期", "No, a short stay"),
    "field_booking_matter": ("办哪一种公证", "Which kind of notarisation"),
    "field_booking_use": ("公证书在哪里用", "Where the certificate is used"),
    "option_use_yes": ("中国国内", "In China"),
    "option_use_no": ("国外", "Abroad"),
    "field_booking_property": ("是不是关于房产、股权、继承", "About real estate, shares or an inheritance"),
    "option_property_yes": ("是", "Yes"),
    "option_property_no": ("不是", "No"),
    "field_booking_home": ("这件事在国内跟哪里有关", "Where in China it belongs"),
    "hint_booking_home": (
        "户口、房子或事情发生的地方，决定由哪个公证处办。",
        "It decides which notary office handles it.",
    ),
    "option_home_taishan": ("台山", "Taishan"),
    "option_home_jiangmen": ("江门其他地方", "Elsewhere in Jiangmen"),
    "option_home_elsewhere": ("不在江门", "Not in Jiangmen"),
    "field_booking_others": ("有没有下面的情况", "Does any of these apply"),
    "hint_booking_others": ("都没有就不用选。", "Leave it empty if none does."),
    "option_others_attends": ("本人到不了使领馆", "I cannot come to the mission"),
    "option_others_capable": (
        "当事人自己做不了主（未成年、失智等）",
        "The person lacks capacity (a minor, dementia, …)",
    ),
    "option_others_helper": ("办的时候要人帮忙", "Somebody has to help me"),
    "option_others_dispute": ("几方意见不一致", "The parties disagree"),
    "option_others_related": ("跟我没有利害关系", "It does not concern me"),
    "option_others_papers": ("材料补不齐", "The papers cannot be completed"),
    "option_others_fee": ("不想按规定交公证费", "I do not want to pay the fee"),
    "option_others_district": ("不住在这个使领馆的领区里", "I live outside the district of this mission"),
}

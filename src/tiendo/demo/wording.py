"""The words people write in the demo: what was done, why something was returned, what hinders.

Our own sentences; they depend on the product of the task and on how far it is.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from tiendo.demo.steps import Proof, TaskFacts

# kind of product → what is done at the beginning, in the middle, near the end, at the end
_PHASES: dict[str, tuple[tuple[str, ...], ...]] = {
    "document": (
        (
            "Đã phân công phòng chuyên môn làm đầu mối, lập đề cương và lịch soạn thảo.",
            "Đã họp với các cơ quan phối hợp, thống nhất phạm vi và bố cục văn bản.",
            "Đã thu thập văn bản của trung ương và cách làm của một số tỉnh để tham khảo.",
        ),
        (
            "Dự thảo lần một đã xong, đang gửi lấy ý kiến bằng văn bản.",
            "Đã nhận phần lớn ý kiến góp ý, đang tổng hợp và giải trình.",
            "Đã làm việc với Sở Tư pháp về thẩm quyền và hình thức văn bản.",
        ),
        (
            "Đã tiếp thu ý kiến, hoàn thiện hồ sơ và gửi thẩm định.",
            "Hồ sơ đã thẩm định xong, đang chỉnh lý lần cuối trước khi trình.",
            "Đã ký tờ trình, hồ sơ đang ở Văn phòng UBND tỉnh.",
        ),
        ("Văn bản đã được ban hành và gửi các cơ quan liên quan.",),
    ),
    "report": (
        (
            "Đã gửi biểu mẫu và hạn gửi số liệu đến các đơn vị.",
            "Đã lập tổ tổng hợp và giao từng phần việc.",
        ),
        (
            "Đã nhận số liệu của hơn nửa số đơn vị, đang đối chiếu.",
            "Số liệu của các đơn vị đã về gần đủ; hai đơn vị gửi lại do lệch biểu.",
        ),
        ("Dự thảo báo cáo đã xong, đang xin ý kiến lãnh đạo đơn vị.",),
        ("Báo cáo đã ký và gửi theo đúng nơi nhận.",),
    ),
    "work": (
        (
            "Đã khảo sát hiện trạng tại các điểm triển khai, lập danh sách việc phải làm.",
            "Đã lập phương án kỹ thuật và dự toán, trình phê duyệt.",
            "Đã thành lập tổ công tác và phân công phụ trách từng địa bàn.",
        ),
        (
            "Đã triển khai tại các điểm làm trước, kết quả đạt yêu cầu; đang mở rộng.",
            "Đã xong phần thiết bị, đang cài đặt và tập huấn người dùng.",
            "Khối lượng thực hiện đạt khoảng một nửa, các điểm còn lại làm trong quý tới.",
        ),
        (
            "Đã làm xong phần chính, đang chạy thử và khắc phục lỗi nhỏ.",
            "Còn hai điểm chưa nghiệm thu do chờ đơn vị cung cấp bổ sung hồ sơ.",
        ),
        ("Đã nghiệm thu và đưa vào sử dụng, có biên bản kèm theo.",),
    ),
}
_KINDS = (
    ("report", ("báo cáo", "bảng điểm", "danh mục", "chứng nhận", "kết luận")),
    (
        "document",
        ("quyết định", "kế hoạch", "nghị quyết", "đề án", "quy định", "quy chế", "tiêu chí"),
    ),
)
_TYPES = (
    ("nghị quyết", "NQ"),
    ("quyết định", "QĐ"),
    ("kế hoạch", "KH"),
    ("đề án", "ĐA"),
    ("kết luận", "KL"),
    ("báo cáo", "BC"),
    ("biên bản", "BB"),
)
_DIFFICULTIES = (
    "Kinh phí bố trí trong năm chưa đủ cho khối lượng phải làm.",
    "Biên chế phụ trách công nghệ thông tin ở cấp xã còn thiếu, người làm kiêm nhiệm.",
    "Một số cơ quan phối hợp gửi ý kiến chậm so với hạn.",
    "Hướng dẫn kỹ thuật của bộ chuyên ngành chưa ban hành.",
    "Số liệu cũ trước ngày sáp nhập chưa khớp với địa giới mới, phải rà lại.",
)
_PROPOSALS = (
    "Đề nghị Sở Tài chính bổ sung dự toán trong đợt điều chỉnh gần nhất.",
    "Đề nghị UBND tỉnh đôn đốc các cơ quan phối hợp gửi ý kiến đúng hạn.",
    "Xin làm trước phần không phụ thuộc hướng dẫn của bộ.",
    "Đề nghị cử cán bộ của tổ công nghệ số hỗ trợ cấp xã trong ba tháng.",
)
RETURN_REASONS = (
    "Sản phẩm chưa có phụ lục số liệu. Bổ sung phụ lục rồi báo cáo lại.",
    "Minh chứng là bản dự thảo, chưa phải văn bản đã ký. Gửi lại bản ban hành.",
    "Kết quả mới đạt ở một phần địa bàn, chưa đủ so với sản phẩm được giao.",
)
SEND_BACK_REASONS = (
    "Bổ sung biên bản nghiệm thu có chữ ký của đơn vị sử dụng.",
    "Ngày hoàn thành ghi chưa khớp với ngày ký văn bản, kiểm tra lại.",
)
REOPEN_REASONS = (
    "Kiểm tra lại cho thấy hai điểm chưa đưa vào sử dụng như báo cáo.",
    "Văn bản đã ban hành phải thay thế do trích sai căn cứ pháp lý.",
)
EXTENSION_REASONS = (
    "Lùi thời hạn do phải chờ hướng dẫn của bộ chuyên ngành.",
    "Gia hạn để hoàn thành nghiệm thu ở các địa bàn mới sáp nhập.",
)
SHORTENING_REASON = "Rút ngắn thời hạn để kịp báo cáo Ban Chỉ đạo của tỉnh."
DIRECTIVES = {
    "suspend": "Tạm dừng để rà soát nguồn vốn sau khi sắp xếp đơn vị hành chính.",
    "cancel": "Không thực hiện do trùng với nhiệm vụ trung ương đã làm.",
    "supersede": "Được thay bằng nhiệm vụ trong chương trình mới của tỉnh.",
    "resume": "Nguồn vốn đã được xác định, cho tiếp tục thực hiện.",
}


def kind_of(product: str) -> str:
    """Which words fit a product: document, report or work."""
    folded = product.lower()
    return next((kind for kind, words in _KINDS if any(word in folded for word in words)), "work")


def progress_text(facts: TaskFacts, percent: int, rng: Random) -> str:
    """What a body writes when a task is so far done."""
    phases = _PHASES[kind_of(facts.product)]
    phase = phases[0 if percent < 30 else 1 if percent < 65 else 2 if percent < 100 else 3]
    return rng.choice(phase)


def continuous_text(rng: Random) -> str:
    """What a body writes on work that never ends."""
    number = rng.randint(3, 40)
    return rng.choice(
        (
            f"Trong kỳ đã thực hiện {number} lượt, số liệu lũy kế ở sổ theo dõi.",
            f"Duy trì đều đặn; trong kỳ có thêm {number} điểm tham gia.",
            "Vẫn thực hiện theo kế hoạch năm, không phát sinh vướng mắc.",
        )
    )


def hindrance(rng: Random) -> tuple[str, str]:
    """A difficulty and what is proposed against it."""
    at = rng.randrange(len(_DIFFICULTIES))
    return _DIFFICULTIES[at], _PROPOSALS[at % len(_PROPOSALS)]


def proof_of(facts: TaskFacts, day: dt.date, rng: Random) -> Proof:
    """What proves that a task was done on a day: an issued document, or a record as a file."""
    if facts.has_files and kind_of(facts.product) == "work":
        return record_file(facts, day)
    return Proof(number=document_number(facts, rng), date=day)


def record_file(facts: TaskFacts, day: dt.date) -> Proof:
    """The record of an acceptance, as a file."""
    words = (
        f"Ngày {day:%d/%m/%Y}, các bên cùng kiểm tra kết quả thực hiện nhiệm vụ {facts.key}.",
        f"Nội dung: {facts.title}",
        f"Sản phẩm được giao: {facts.product}",
        "Kết luận: sản phẩm đạt yêu cầu, đồng ý nghiệm thu và đưa vào sử dụng.",
    )
    name = f"bien-ban-{facts.key.lower().replace('.', '-')}-{day:%Y%m%d}.docx"
    return Proof(date=day, file_name=name, paragraphs=words, note="Biên bản nghiệm thu")


def document_number(facts: TaskFacts, rng: Random) -> str:
    """The number of an issued document, by the type of the product and who issues it."""
    folded = facts.product.lower()
    kind = next((short for word, short in _TYPES if word in folded), "BC")
    issuer = facts.lead_symbol or "VP"
    if kind == "NQ":
        issuer = "HĐND"
    elif kind in {"QĐ", "KH"} and "ubnd" in f"{folded} {facts.deciding}".lower():
        issuer = "UBND"
    return f"{rng.randint(12, 4800)}/{kind}-{issuer}"


def directive_number(rng: Random) -> str:
    """The number of an official letter by which the province decides."""
    return f"{rng.randint(900, 9800)}/UBND-KGVX"

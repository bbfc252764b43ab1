// [data-share]: so many of so many gives a percent, shown as it is typed: "34/102 xã = 33,33%".
export function startShares() {
  document.addEventListener("input", (event) => {
    const place = event.target.closest("[data-share]");
    if (place) show(place);
  });
}

function show(place) {
  const words = place.parentElement.querySelector("[data-share-words]");
  const [done, total] = ["done_count", "total_count"].map((name) => read(place, name));
  const unit = place.querySelector("[name=count_unit]").value.trim();
  if (!words || done === null || total === null || total <= 0) return;
  const share = Math.floor((done * 10000) / total) / 100;
  const shown = [done, total, share].map((value) => value.toLocaleString("vi-VN", { maximumFractionDigits: 2 }));
  words.textContent = `${words.dataset.shareWords}: ${shown[0]}/${shown[1]}${unit && ` ${unit}`} = ${shown[2]}%`;
}

// Vietnamese writing: a dot groups thousands, a comma marks decimals.
function read(place, name) {
  const typed = place.querySelector(`[name=${name}]`).value.trim();
  const value = Number(typed.replaceAll(".", "").replace(",", "."));
  return typed === "" || Number.isNaN(value) ? null : value;
}

"""What Velo Lumen sells."""

from __future__ import annotations

from dataclasses import dataclass

from agora.demo.bicycles.world import SimProduct

STICKER_SKU = "VL-AC-01"
SQUEALING_SKU = "VL-BR-02"
FLEET_SKUS = ("VL-CB-03", "VL-CB-01", "VL-EB-02")
# Parts that share little with the rest of their category, so that reviews speak of them in general terms.
SMALL_PARTS = frozenset({
    "VL-LI-05", "VL-TY-06", "VL-TY-07", "VL-BR-04", "VL-BR-05", "VL-BR-06", "VL-AC-01", "VL-AC-03", "VL-AC-04",
    "VL-AC-05", "VL-AC-08", "VL-AC-09", "VL-AC-10",
})  # fmt: skip
PLAN_SKUS = ("VL-SC-01", "VL-SC-02", "VL-SC-03")


@dataclass(frozen=True, slots=True)
class SimCategory:
    """A product category: how often it is bought, how often its things come back."""

    name: str
    slug: str
    demand: float


CATEGORIES = (
    SimCategory("Bicycles", "bicycles", 0.030),
    SimCategory("E-bikes", "e-bikes", 0.016),
    SimCategory("Cargo bikes", "cargo", 0.009),
    SimCategory("Helmets", "helmets", 0.110),
    SimCategory("Lights", "lights", 0.170),
    SimCategory("Tyres", "tyres", 0.220),
    SimCategory("Brakes", "brakes", 0.165),
    SimCategory("Accessories", "accessories", 0.280),
    SimCategory("Service contracts", "service", 0.0),
)
SLUG_OF = {category.name: category.slug for category in CATEGORIES}

# sku, name, category, price, unit cost or None, margin rate or None, description
_ROWS: tuple[tuple[str, str, str, int, int | None, float | None, str], ...] = (
    ("VL-BK-01", "Lumen City 7", "Bicycles", 74900, 52400, None,
     "Everyday bicycle with seven gears in the hub, a full chain case and lights that stay on at the crossing."),
    ("VL-BK-02", "Lumen City 3 Step", "Bicycles", 59900, 43700, None,
     "Low-entry frame, three gears, coaster brake: gets on with the errands and never asks for much."),
    ("VL-BK-03", "Tarn Trail 29", "Bicycles", 139900, 97900, None,
     "Aluminium hardtail with 120 mm of travel and room for wide tyres, for forest and hills."),
    ("VL-BK-04", "Tarn Ridge", "Bicycles", 229900, None, 0.29,
     "Full suspension for long days with steep ends; internal routing, four-piston brakes."),
    ("VL-BK-05", "Meridian Tour", "Bicycles", 164900, 117100, None,
     "Steel touring frame with mounts for everything, built to carry forty kilos to the sea and back."),
    ("VL-BK-06", "Meridian Gravel", "Bicycles", 189900, None, 0.28,
     "Drop bar, 45 mm tyres, low gears: fast on tarmac, unworried where it ends."),
    ("VL-BK-07", "Pip 20", "Bicycles", 39900, 29500, None,
     "Child's bicycle with 20-inch wheels, light enough to be lifted over a kerb by its rider."),
    ("VL-EB-01", "Glow Commuter", "E-bikes", 259900, 188000, None,
     "Mid-motor city e-bike with belt drive, 500 Wh, lights and lock included."),
    ("VL-EB-02", "Glow Step", "E-bikes", 229900, 168500, None,
     "Low-step e-bike with a calm motor and an upright seat, for people who want to arrive dry."),
    ("VL-EB-03", "Glow Trek", "E-bikes", 319900, None, 0.27,
     "Trekking e-bike with 750 Wh, suspension fork and a rack for 27 kilos."),
    ("VL-EB-04", "Tarn Volt", "E-bikes", 429900, None, 0.26,
     "Electric mountain bike with 150 mm of travel and a motor that behaves on wet roots."),
    ("VL-CB-01", "Hauler Family", "Cargo bikes", 489900, 361000, None,
     "Electric cargo bike with a box for three children, rain cover and steering that feels like a bicycle."),
    ("VL-CB-02", "Hauler Long", "Cargo bikes", 419900, None, 0.25,
     "Longtail for two children or a week of shopping; fits in a lift."),
    ("VL-CB-03", "Hauler Freight", "Cargo bikes", 549900, 412000, None,
     "Cargo bike for the trade: 200 kilos, flat deck, parts that a fleet can keep running."),
    ("VL-HE-01", "Canopy Urban helmet", "Helmets", 6990, 4100, None,
     "City helmet with a magnetic buckle and a rear light."),
    ("VL-HE-02", "Canopy Trail helmet", "Helmets", 11990, 7000, None,
     "Deep fit at the back of the head, sixteen vents, peak that moves for goggles."),
    ("VL-HE-03", "Canopy Kids helmet", "Helmets", 4490, None, 0.38,
     "Grows from 46 to 52 cm and has a buckle that cannot pinch."),
    ("VL-HE-04", "Canopy Air helmet", "Helmets", 14990, 9200, None,
     "230 grams with a rotation liner, for long summer days."),
    ("VL-LI-01", "Firefly 40 front light", "Lights", 4990, 2900, None,
     "40 lux with a cut-off that does not dazzle, runs five hours on full."),
    ("VL-LI-02", "Firefly 80 front light", "Lights", 8990, 5300, None,
     "80 lux and a wide beam for unlit paths, charges over USB-C."),
    ("VL-LI-03", "Ember rear light", "Lights", 2990, 1640, None,
     "Rear light with brake signal, seen from 800 metres."),
    ("VL-LI-04", "Firefly Dynamo", "Lights", 10990, None, 0.33,
     "Dynamo headlight with daytime running light and a standlight that lasts four minutes."),
    ("VL-LI-05", "Halo wheel reflectors", "Lights", 1490, 820, None,
     "Set of 36 spoke reflectors that turn a wheel into a ring of light."),
    ("VL-TY-01", "Steady 40 tyre", "Tyres", 3290, 2010, None,
     "Puncture-resistant city tyre, 40-622, with a reflective wall."),
    ("VL-TY-02", "Steady 50 tyre", "Tyres", 3690, 2250, None,
     "The same with more air in it, 50-622, for cobbles and e-bikes."),
    ("VL-TY-03", "Gripline 2.4 tyre", "Tyres", 5490, 3400, None,
     "Trail tyre for wet roots, tubeless ready, soft shoulder knobs."),
    ("VL-TY-04", "Longway 45 tyre", "Tyres", 4990, None, 0.36,
     "Gravel and touring tyre that rolls fast and wears slowly."),
    ("VL-TY-05", "Frost 42 studded tyre", "Tyres", 6490, 4020, None,
     "240 studs for frozen mornings, quieter than you fear."),
    ("VL-TY-06", "Seal tubeless kit", "Tyres", 3990, None, 0.40,
     "Rim tape, valves and 250 ml of sealant for two wheels."),
    ("VL-TY-07", "Inner tube 28 inch", "Tyres", 790, 430, None,
     "Inner tube with a removable valve core."),
    ("VL-BR-01", "Stopline rim brake pads", "Brakes", 1290, 710, None,
     "Cartridge pads for rim brakes that stop in the rain without eating the rim."),
    ("VL-BR-02", "Quietstop disc pads", "Brakes", 1990, 1150, None,
     "Organic disc brake pads for two-piston callipers: good bite, low noise."),
    ("VL-BR-03", "Longstop disc pads", "Brakes", 2390, 1420, None,
     "Sintered pads for heavy bikes and long descents."),
    ("VL-BR-04", "Rotor 180", "Brakes", 3490, 2120, None,
     "180 mm rotor, six bolts, flat within a tenth of a millimetre."),
    ("VL-BR-05", "Bleed kit mineral", "Brakes", 2790, None, 0.42,
     "Everything to bleed mineral-oil brakes at home, with a guide that has pictures."),
    ("VL-BR-06", "Brake cable set", "Brakes", 1690, 960, None,
     "Stainless inner cables and lined housing for two brakes."),
    ("VL-AC-01", "Reflector sticker", "Accessories", 10, 6, None,
     "One reflecting dot. Put it where nobody looks for you."),
    ("VL-AC-02", "Harbour pannier 20 l", "Accessories", 6990, 4250, None,
     "Waterproof pannier with a hook that opens with one hand."),
    ("VL-AC-03", "Folding lock 900", "Accessories", 7990, None, 0.35,
     "Folding lock, 90 cm, with a holder that does not rattle."),
    ("VL-AC-04", "Chain 8-speed", "Accessories", 1890, 1130, None,
     "Chain with an anti-rust coating and a quick link."),
    ("VL-AC-05", "Drip wet lube", "Accessories", 890, 510, None,
     "Chain lube for bad weather, 100 ml, made from plants."),
    ("VL-AC-06", "Arc child seat", "Accessories", 12990, 8100, None,
     "Rear child seat up to 22 kg with a suspension of its own."),
    ("VL-AC-07", "Rain cover for Hauler", "Accessories", 16990, None, 0.32,
     "Clear cover for the Hauler Family box; folds away while riding."),
    ("VL-AC-08", "Floor pump", "Accessories", 3990, 2380, None,
     "Steel floor pump with a gauge that can be read standing up."),
    ("VL-AC-09", "Soft saddle gel", "Accessories", 4490, None, None,
     "Saddle for upright riding, with a cut-out."),
    ("VL-AC-10", "Cork grips", "Accessories", 2190, None, None,
     "Ergonomic grips from cork, for wrists that complain."),
    ("VL-SC-01", "Care Basic", "Service contracts", 590, None, 0.45,
     "One inspection a year and labour on wearing parts, per month."),
    ("VL-SC-02", "Care Plus", "Service contracts", 1190, None, 0.42,
     "Two inspections a year, wearing parts included, pick-up within the city, per month."),
    ("VL-SC-03", "Care Fleet", "Service contracts", 2990, None, 0.35,
     "Repair within one working day and a spare bike, per bike and month."),
)  # fmt: skip


def catalogue() -> tuple[SimProduct, ...]:
    """Every product, in the order of its stock number."""
    return tuple(
        SimProduct(
            sku=sku, name=name, category=category, description=description, price_minor=price,
            unit_cost_minor=cost, margin_rate=rate,
        )
        for sku, name, category, price, cost, rate, description in _ROWS
    )  # fmt: skip


def margin_minor(product: SimProduct, *, quantity: int, unit_price_minor: int, default_rate: float) -> int:
    """Contribution margin of a line in minor units: price less stated cost, or price times the stated rate."""
    if product.unit_cost_minor is not None:
        return quantity * (unit_price_minor - product.unit_cost_minor)
    rate = default_rate if product.margin_rate is None else product.margin_rate
    return round(quantity * unit_price_minor * rate)

"""Words that identify columns, in several languages."""

from __future__ import annotations

DISTANCE_WORDS = frozenset(
    {"distance", "distances", "dist", "dists", "dis", "lumdist", "distanz", "distanzen", "entfernung", "entfernungen"}
    | {
        "entf",
        "abstand",
        "eloignement",
        "distancia",
        "distancias",
        "distanza",
        "distanze",
        "afstand",
        "odleglosc",
        "avstand",
    }
    | {"tavolsag", "αποσταση", "uzaklık", "uzaklik", "mesafe", "jarak", "vzdalenost", "distanta", "दूरी", "المسافة"}
    | {"расстояние", "расстояния", "距离", "距離", "거리"}
)
DISTANCE_METHODS = frozenset(
    {
        "lum",
        "trgb",
        "ceph",
        "cepheid",
        "cepheids",
        "sbf",
        "tf",
        "fp",
        "pnlf",
        "sn",
        "snia",
        "snii",
        "hst",
        "ned",
        "leda",
    }
    | {"gal", "galaxy", "med", "median", "mean", "avg", "best"}
)
"""Words that may stand beside the letter of a distance: how it was measured, to what, or which of several it is."""

VELOCITY_WORDS = frozenset(
    {
        "velocity",
        "velocities",
        "vel",
        "vels",
        "velo",
        "vit",
        "cz",
        "speed",
        "speeds",
        "hrv",
        "rv",
        "radvel",
        "recession",
        "recessional",
    }
    | {"geschwindigkeit", "geschwindigkeiten", "geschw", "vitesse", "vitesses", "velocidad", "velocidades", "velocita"}
    | {"velocidade", "snelheid", "predkosc", "hastighet"}
    | {"sebesseg", "ταχυτητα", "hız", "hızı", "kecepatan", "rychlost", "viteza", "वेग", "السرعة"}
    | {"скорость", "скорости", "速度", "退行速度", "視線速度", "后退速度", "後退速度", "속도", "후퇴속도"}
)
VELOCITY_FRAMES = frozenset(
    {"hel", "helio", "helios", "heliocentric", "hc", "lg", "ls", "lgc", "gsr", "cmb", "sys", "rec", "rad", "radial"}
    | {
        "los",
        "lsr",
        "opt",
        "radio",
        "3k",
        "gal",
        "bary",
        "obs",
        "hub",
        "hubble",
        "cosmo",
        "corr",
        "cor",
        "vir",
        "flow",
        "odot",
    }
)
"""Reference frames and kinds of velocities. With v before them they are words for velocities: v_hel, Vhel."""

REDSHIFT_WORDS = frozenset(
    {"redshift", "redshifts", "red shift", "red shifts", "rotverschiebung", "rotverschiebungen", "roodverschuiving"}
    | {"decalage", "przesuniecie ku czerwieni", "punasiirtyma", "kırmızıya kayma", "kızıla kayma", "doppler shift"}
    | {
        "ερυθρα μετατοπιση",
        "decalage vers le rouge",
        "corrimiento al rojo",
        "desplazamiento al rojo",
        "spostamento verso il rosso",
    }
    | {"decalage spectral", "rodforskjutning", "rødforskyvning", "적색편이"}
    | {"desvio para o vermelho", "красное смещение", "红移", "紅移", "赤方偏移"}
)
REDSHIFT_FRAMES = VELOCITY_FRAMES | {
    "hd",
    "spec",
    "sp",
    "phot",
    "ph",
    "photo",
    "final",
    "best",
    "sn",
    "host",
    "sdss",
    "ned",
    "true",
    "abs",
    "em",
    "21cm",
    "snia",
    "cosmological",
}

BESIDE_Z = frozenset({"group", "value", "galaxy", "object", "measured", "mean", "avg", "1", "2"})
"""Words that say of which redshift a z beside them is."""

MODULUS_WORDS = frozenset(
    {"mu", "mu0", "μ", "μ0", "dm", "dmod", "distmod", "modulus", "moduli", "mod", "mod0", "modz", "modbest"}
    | {"moddist", "距離指数", "距离指数", "距离模数", "距離模數", "거리지수"}
    | {"модуль", "distanzmodul", "entfernungsmodul", "afstandsmodulus"}
)

DOUBTFUL = frozenset(
    {"err", "error", "errors", "e", "sigma", "sig", "unc", "uncertainty", "std", "stderr", "stdev", "sd", "rms", "flag"}
    | {"dispersion", "disp", "cov", "covariance", "var", "variance", "scatter", "fwhm", "hwhm", "width", "w20", "w50"}
    | {"wmx", "log", "ln", "lg10", "modulus", "mod", "mu", "delta", "diff", "residual", "ratio", "mag", "magnitude"}
    | {"lower", "upper", "low", "high", "min", "max", "vmin", "vmax", "limit", "peculiar", "pec", "vpec", "ref"}
    | {"n", "num", "code", "class", "bin", "unit", "units", "note", "notes", "bibcode", "comment"}
    | {"reference", "method", "type", "quality", "count", "index", "id"}
    | {"rot", "rotation", "rotational", "escape"}
    | {"asymptotic", "flat", "infall", "outflow", "inflow", "vent", "viento", "vento", "turbulent"}
    | {"radius", "radii", "rayon", "reff", "eff", "re", "rvir", "r200", "r500", "rhalf", "diameter", "diam", "size"}
    | {"axis", "scale", "length", "thickness", "separation", "sep", "offset", "impact", "projected"}
    | {"galactocentric", "neighbor", "neighbour", "nearest", "wavelength", "parallax", "angle"}
    | {"probability", "prob", "correction", "gradient", "fraction", "difference", "sini", "inclination", "vrot"}
    | {"frac", "squared", "square", "inverse", "inv", "weight", "weights", "qual", "number", "range", "resolution"}
    | {"model", "predicted", "expected", "solar", "perihelion", "depth", "height", "proj", "nn", "ellipsoid"}
    | {"ang", "angdist", "sky", "deg", "degrees", "arcmin", "mas", "px", "pixel", "pixels"}
    | {"clustercentric", "sgx", "sgy", "sgz", "lo", "box", "step", "source", "grad", "linewidth", "sin"}
    | {"points", "pts", "year", "date", "src", "amplitude", "amp", "semiamplitude", "span"}
    | {"vt", "vtan", "vout", "out", "vinf", "inf", "vinfall", "esc", "vesc"}
    | {"anisotropy", "noise", "prior", "phase", "recoil", "alfven", "pairwise", "component", "3d", "dipole"}
    | {"blad", "fout", "fel", "propre", "vertical", "plane"}
    | {"spin", "turbulence", "internal", "vgas", "vdisk", "vdisc", "vbul", "velsig", "sigvel", "sigstar"}
    | {"raggio", "straal", "promien", "tamano", "große", "grosse", "ancho", "giro", "feil", "fejl", "rozrzut"}
    | {"circ", "vcirc", "circular", "siii", "ejecta", "photospheric", "photosphere", "shock", "wind"}
)
"""A name with one of these words is not a name of the quantity itself, whatever its unit is."""

DOUBTFUL_STEMS = (
    *("err", "uncert", "incert", "unsicher", "fehler", "dispers", "covar", "rotat", "rotac", "rotaz", "rotaç", "diam"),
    *(
        "durchmesser",
        "eigenbeweg",
        "pecul",
        "pekul",
        "modul",
        "parallax",
        "magnit",
        "logarit",
        "logd",
        "logv",
        "logc",
        "resid",
    ),
    *("centr", "zentr", "zenit", "voisin", "vecin", "vicin", "vizinh", "nachbar", "proy", "projet", "proiett"),
    *("angul", "angol", "winkel", "particul", "orbit", "tangen", "transvers", "trasvers", "circul", "kreis", "bahn"),
    *("projiz", "maxim", "minim", "massim", "hochst", "obrot", "umlauf", "liberat", "entweich", "wind"),
    *("einfall", "ausfluss", "schock", "drehgeschw", "relativgeschw", "zirkular", "linienbreite", "halbwertsbreite"),
    *("largeur", "larghezza", "largura", "anchura", "eyecc", "rotasj", "draaisn", "onzeker", "usikker", "osakerhet"),
    *("szerokosc", "ширин"),
    *(
        "schall",
        "lichtgeschw",
        "eigengeschw",
        "center",
        "ошибк",
        "погрешн",
        "вращ",
        "пекуляр",
        "дисперс",
        "модул",
        "центр",
    ),
)
"""Beginnings of doubtful words in several languages."""

DOUBTFUL_WITHIN = (
    *("fehler", "unsicher", "dispers", "dyspers", "streuung", "niepewn", "felmarg", "ontsnap", "pericent", "perizent"),
    *("spridning", "spredning", "radius", "线宽", "線幅", "선폭", "자전"),
    *("誤差", "误差", "不确定", "不確", "分散", "弥散", "彌散", "回転", "旋转", "旋轉", "自转", "自轉", "特異", "特异"),
    *(
        "本动",
        "本動",
        "固有",
        "脱出",
        "逃逸",
        "膨張",
        "膨胀",
        "中心",
        "投影",
        "최대",
        "오차",
        "분산",
        "회전",
        "특이",
        "탈출",
    ),
)
"""Parts of doubtful words: compound words, and languages that write several words as one."""

DERIVED = frozenset(
    {
        "precision",
        "accuracy",
        "tolerance",
        "tol",
        "deviation",
        "dev",
        "mad",
        "iqr",
        "spread",
        "confidence",
        "conf",
        "ci",
    }
    | {"interval", "plus", "minus", "rank", "ranking", "grade", "score", "significance", "snr", "chi2", "δ", "σ", "ς"}
    | {"percentile", "percent", "pct", "perc", "quantile", "quartile", "16", "84", "p16", "p84", "q16", "q84", "16th"}
    | {
        "84th",
        "025",
        "975",
        "p5",
        "p95",
        "q05",
        "q95",
        "5th",
        "95th",
        "sqrt",
        "root",
        "exp",
        "cubed",
        "cbrt",
        "cumulative",
    }
    | {"norm", "normalized", "normalised", "scaled", "rescaled", "standardized", "standardised", "zscore", "rel"}
    | {
        "fit",
        "fitted",
        "pred",
        "prediction",
        "theory",
        "theoretical",
        "modeled",
        "modelled",
        "hat",
        "trend",
        "regression",
    }
    | {"ejecta", "photospheric", "shock", "jet", "sound", "tidal", "peak", "terminal", "stellar", "space", "virial"}
    | {"thermal", "drift", "kick", "bulk", "keplerian", "half", "core", "nucleus", "bcg", "silicon"}
    | {"stat", "syst", "bias", "random", "tot", "channel", "beam", "fov", "taille", "durchm"}
)
"""A distance or velocity with one of these words is of another kind, or computed; a redshift is still a redshift."""

DERIVED_STEMS = (
    *("precis", "prazis", "accura", "genauig", "toleran", "deviat", "desvia", "abweich", "streuung", "ecart", "confid"),
    *("normali", "normier", "percent", "prozent", "ejec", "photosph", "theor", "teor", "predi", "vorherg"),
)
"""Beginnings of such words in several languages."""

NAME_WORDS = (
    *("name", "names", "galaxyname", "galaxy", "galaxies", "objectname", "objname", "object", "obj", "target"),
    *("snname", "supernova", "supernovae", "sn", "snid", "cid", "nebula", "nebulae", "host", "hostgalaxy", "hostname"),
    *("cluster", "commonname", "principalname", "mainid", "designation", "source", "identifier", "galaxyid", "objid"),
    *("galaxie", "galassia", "galaxia", "galaxien", "nom", "nombre", "nome", "objekt", "objet", "objeto", "oggetto"),
    *("galaxienname", "sterrenstelsel", "gal", "имя", "галактика", "名称", "星系", "銀河", "名前", "은하"),
    *("supernovanome", "nebulosa", "nebel", "ngc", "messier", "ugc", "pgc", "id", "index"),
)
"""Names of the column of the galaxies' names, the most likely first, with letters and digits only."""

KEYS_OF_NAMES = (
    *("columns", "fields", "metadata", "names", "header", "headers", "cols", "column_names"),
    *("labels", "keys"),
)
"""Keys of a list of the columns' names, in JSON and beside a table."""

SWAPPED = "column no. "
"""Beginning of automatic names if a comment mentions velocities before distances."""

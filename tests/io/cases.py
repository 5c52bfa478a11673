"""Small files as people have them, each under its own name, with the call of a user and what is right for it.

Almost every file holds the same three galaxies, whose line has the slope 69.2857: another slope is of other columns or
units. Where two readings remain, a refusal is right, and the call that it prints must work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SLOPE = 69.285714
ABC = ("A", "B", "C")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file, a call, and what comes of it.

    Attributes
    ----------
    file, text : str
        The name of the file, and what is in it.
    columns : mapping of str to str
        What the user says: ``as_dataset(file, **columns)``.
    slope : float, optional
        The slope of the exact fit (km/s/Mpc), of the call itself or of the one that a refusal prints; None where a
        refusal can print no call that works.
    note : str
        Words of the note.
    names : tuple of str
        Names of the galaxies, where the file has them.
    refused : str
        Words of the refusal, as a regular expression; empty where the file is read.
    """

    file: str
    text: str
    columns: Mapping[str, str] = field(default_factory=dict)
    slope: float | None = SLOPE
    note: str = ""
    names: tuple[str, ...] = ()
    refused: str = ""

    def __str__(self) -> str:
        return " ".join([self.file, *self.columns])


NO_DISTANCE = "not clear which column holds the distance"
NO_VELOCITY = "not clear which column holds the velocity"

EXPORT_OF_A_DATABASE = """\
GROUP 1,GROUP 1,GROUP 1,"GROUP 2","GROUP 2"
pgc,v,objname,D,DM
%7s,%8.0f,%30s,%5.2f,%5.2f
---,km/s,"\\N",Mpc,mag
"Number","Velocity (cz)","Principal name","Distance by red giants","Modulus"
11,700,A,10.0,30.0
12,1500,B,20.0,31.5
13,2800,C,40.0,33.0
"""

TABLE_OF_A_JOURNAL = """\
Title: Three galaxies
Table: Distances and velocities
================================================================================
Byte-by-byte Description of file: table2.txt
--------------------------------------------------------------------------------
   Bytes Format Units   Label  Explanations
--------------------------------------------------------------------------------
   1-  5 A5     ---     Name   Name
   7- 11 F5.2   Mpc     Dist   Distance
  13- 16 I4     km/s    Vel    Velocity
--------------------------------------------------------------------------------
A     10.00  700
B     20.00 1500
C     40.00 2800
"""

WITH_BLANKS = "distance velocity\n10 700\n20 1500\n40 2800\n"
WITH_REDSHIFTS = "distance_mpc,redshift\n10,0.002335\n20,0.005003\n40,0.00934\n"
LONG_HEADER = ["name", "distance", "velocity", *(f"{'property ' * 6}{place:06}" for place in range(330))]

CASES = (
    # which column is which
    Case(
        file="right_ascension.dat",
        text="R.A.   Dec.   Mag    V     SigV\n11.5  -29.1  15.1   1450   40\n41.7  -30.0  16.0   2850   50\n"
        "81.9  -32.5  16.8   4250   60\n",
        refused=NO_DISTANCE,
        slope=None,
    ),
    Case(
        file="magnitude_beside_unit.csv",
        text="name,Dist (Mpc),M_V,Vhel (km/s)\nA,10,-19,700\nB,20,-20,1500\nC,40,-21,2800\n",
        note="distance: 'Dist (Mpc)', velocity: 'Vhel (km/s)'",
        names=ABC,
    ),
    Case(
        file="rotation.csv",
        text="name,D,V_rot,Vsys\nA,10,110,700\nB,20,140,1500\nC,40,200,2800\n",
        note="velocity: 'Vsys'",
    ),
    Case(
        file="dispersion.csv",
        text="name,D,vel_disp,z\nA,10,110,0.002335\nB,20,140,0.005003\nC,40,200,0.00934\n",
        refused=f"{NO_VELOCITY}.*By its name 'z' holds redshifts; the distance is 'D'.*redshift='z'",
    ),
    Case(
        file="radius.csv",
        text="name,Dis,R_eff,V_h\nA,10,3.0,700\nB,20,4.1,1500\nC,40,5.2,2800\n",
        note="distance: 'Dis', velocity: 'V_h'",
    ),
    Case(
        file="bands.csv",
        text="objid,u,g,r,i,z,redshift\n1,19.3,17.8,17.0,16.7,16.4,0.02\n2,20.0,18.5,17.8,17.4,17.1,0.04\n"
        "3,21.2,19.6,18.7,18.3,18.0,0.08\n",
        columns={"redshift": "redshift"},
        refused=NO_DISTANCE,
        slope=None,
    ),
    Case(
        file="supernovae.dat",
        text="CID zHD MU CEPH_DIST\nA 0.0015 29.2 29.31\nB 0.0150 34.0 -9.0\nC 0.0300 35.6 -9.0\nD 0.0600 37.1 -9.0\n",
        columns={"redshift": "zHD"},
        refused=f"{NO_DISTANCE}.*By its name 'MU' holds distance moduli.*modulus='MU', redshift='zHD'",
        slope=68.183303,  # of c z over 10^((MU - 25)/5)
    ),
    Case(
        file="covariances.txt",
        text="#name zcmb mb 3rdvar d3rdvar cov_m_s\nA 0.05 17.0 9.4 0.12 0.0007\nB 0.10 18.6 10.3 0.08 0.0027\n"
        "C 0.20 20.2 11.4 0.12 0.0003\n",
        columns={"redshift": "zcmb"},
        refused=NO_DISTANCE,
        slope=None,
    ),
    Case(
        file="bands_and_distance.csv",
        text="name,u,g,r,i,Distance,Velocity\nA,19.3,17.8,17.0,16.7,10,700\nB,20.0,18.5,17.8,17.4,20,1500\n"
        "C,21.2,19.6,18.7,18.3,40,2800\n",
        note="distance: 'Distance', velocity: 'Velocity'",
    ),
    # units in the names
    Case(file="slash.csv", text="Distance / kpc,velocity\n10000,700\n20000,1500\n40000,2800\n"),
    Case(file="dot.csv", text="Distance.kpc,velocity\n10000,700\n20000,1500\n40000,2800\n"),
    Case(file="dots_of_r.csv", text="R..kpc.,velocity\n10000,700\n20000,1500\n40000,2800\n"),
    Case(file="comma.csv", text='"D,kpc",velocity\n10000,700\n20000,1500\n40000,2800\n'),
    Case(file="powers.csv", text="distance,v / m s^-1\n10,700000\n20,1500000\n40,2800000\n"),
    Case(file="underscore.csv", text="distance,velocity_ms\n10,700000\n20,1500000\n40,2800000\n"),
    # redshifts
    Case(
        file="distance_redshift.csv",
        text=WITH_REDSHIFTS,
        refused=f"{NO_VELOCITY}.*x='distance_mpc', redshift='redshift'",
    ),
    Case(
        file="distance_redshift.csv",
        text=WITH_REDSHIFTS,
        columns={"y": "redshift"},
        refused="column 'redshift' holds redshifts, not velocities in km/s: .*redshift='redshift'",
    ),
    # numbers that stand for none
    Case(
        file="stand_ins.csv",
        text="name,distance,velocity\nA,10,700\nB,20,1500\nC,-999,2100\nD,40,2800\nE,30,-9999\n",
        note="3 of 5 rows; left out: 1 no velocity, 1 no distance",
        names=("A", "B", "D"),
    ),
    # what stands above the rows
    Case(
        file="units_below_the_names.tsv",
        text="#RESOURCE=yCat_2\n#Column\tDist\t(F6.2)\tDistance\n\nName\tDist\tHRV\n \tMpc\tkm/s\n"
        "--------\t------\t-----\nA       \t 10.00\t  700\nB       \t 20.00\t 1500\nC       \t 40.00\t 2800\n",
        names=ABC,
    ),
    Case(
        file="units_and_a_word.csv",
        text="Name,RA,Dist,Vel\n,h:m:s,Mpc,km/s\nA,01 24,10,700\nB,01 25,20,1500\nC,01 26,40,2800\n",
        names=ABC,
    ),
    Case(file="export.txt", text=EXPORT_OF_A_DATABASE, note="distance: 'D', velocity: 'v'", names=ABC),
    Case(file="export.txt", text=EXPORT_OF_A_DATABASE, columns={"x": "D", "y": "v"}, names=ABC),
    Case(file="journal.mrt", text=TABLE_OF_A_JOURNAL, names=ABC),
    Case(file="journal.txt", text=TABLE_OF_A_JOURNAL, names=ABC),
    Case(file="blanks.asc", text=WITH_BLANKS),
    Case(file="blanks.tbl", text=WITH_BLANKS),
    Case(
        file="hash_in_each_cell.csv",
        text='"## three galaxies",,\n# velocity (km/s),# distance (Mpc),# error in distance (Mpc)\n700,10.0,1\n'
        "1500,20.0,2\n2800,40.0,3\n",
        note="distance: 'distance (Mpc)', velocity: 'velocity (km/s)'; error of distance: 'error in distance (Mpc)'",
    ),
    Case(
        file="velocity_first.dat",
        text="# V [km/s], D [Mpc] of three galaxies, N=3\n700 10.0\n1500 20.0\n2800 40.0\n",
        note="distance: 'D [Mpc]', velocity: 'V [km/s]'",
    ),
    Case(
        file="no_header.txt",
        text="30.0,700\n31.5,1500\n33.0,2800\n",
        slope=700.0,
        note="no header: column 1 as distance in Mpc, column 2 as velocity in km/s",
    ),
    Case(
        file="long_header.csv",
        text="\n".join(
            [",".join(LONG_HEADER), *(f"{row}{',0' * 330}" for row in ("A,10,700", "B,20,1500", "C,40,2800"))]
        ),
        names=ABC,
    ),
    # no table, or one that another library reads
    Case(
        file="galaxies.xlsx", text="PK", refused=r"save the sheet as CSV, or read it by pandas\.read_excel", slope=None
    ),
    Case(
        file="one_galaxy.json",
        text='[{"distance":10,"velocity":700}]',
        refused="a line needs at least 2 galaxies, but of 1 rows",
        slope=None,
    ),
    Case(
        file="page.dat",
        text="\n<!DOCTYPE html>\n<html><head><title>galaxies</title></head>\n<body>distance, velocity</body></html>\n",
        refused="this is a web page, not the data that it shows; use the link of its button Raw",
        slope=None,
    ),
    # names of columns and of galaxies
    Case(
        file="brackets.csv",
        text="Name,Vhelios (LEDA),Dis\nA,700,10\nB,1500,20\nC,2800,40\n",
        columns={"x": "Dis", "y": "Vhelios (LEDA)"},
        names=ABC,
    ),
    Case(
        file="capitals.csv",
        text="GALAXY,DISTANCE (MPC),VELOCITY (KM/S)\nA,10,700\nB,20,1500\nC,40,2800\n",
        names=ABC,
    ),
    Case(
        file="thousands.csv",
        text="Galaxie;Distance (Mpc);Vitesse (km/s)\nA;10;700\nB;20;1 500\nC;40;2 800\n",
        names=ABC,
    ),
    Case(
        file="names.csv",
        text="Galaxy name,Distance (Mpc),Velocity (km/s)\nA,10,700\nB,20,1500\nC,40,2800\n",
        names=ABC,
    ),
)

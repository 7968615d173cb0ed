from tests.unit.etl.extracts import Extract, text

EXTRACTS = [
    Extract(
        "GSDB_V3.csv",
        """
case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,target_mult,sender_mult,objective,success
1,"Korea, North","Korea, South, EU",2010,2011,1,"exp_compl, imp_part",0,0,0,1,0,0,1,other,failed
2,Yugoslavia,United States,1991,1992,0,,1,0,0,0,0,0,0,end_war,success_total
3,Cuba,Haiti,2001,2001,1,exp_part,0,0,1,0,0,0,0,"democracy,human_rights","failed,ongoing"
""",
        text(encoding="latin-1"),
    )
]

using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Cli.Demo;

/// <summary>The tour: pairs of steps that are shown side by side. What each should give is written here, by hand, from the covenant's text.</summary>
internal static class Tour
{
    public static IEnumerable<IReadOnlyList<Step>> Scenes(Cast cast)
    {
        yield return
        [
            new Step
            {
                Title = "Politie in the Regieoverleg",
                Caller = Cast.Police,
                About = cast.Discussed,
                At = cast.Small,
                Purpose = "casusoverleg",
                Expected = new Expected.Released(
                    Level.Full,
                    Relation.None,
                    [
                        ("identity", Level.Full, "4.3"), ("police", Level.Full, "4.1"), ("prosecution", Level.Full, "4.2"),
                        ("care", Level.Full, "4.10"), ("plan", Level.Full, "4.5"), ("debts", Level.Pseudonymised, "6.6"),
                    ],
                    []),
            },
            new Step
            {
                Title = "GGD in the ITAT, same case",
                Caller = Cast.Health,
                About = cast.Discussed,
                At = cast.Wide,
                ByAlias = true,
                Purpose = "casusoverleg",
                Expected = new Expected.Released(
                    Level.Anonymised,
                    Relation.None,
                    [
                        ("identity", Level.Anonymised, "3.1"), ("signals", Level.Anonymised, "3.2"), ("plan", Level.Anonymised, "3.3"),
                        ("workIncome", Level.Anonymised, "3.4"),
                    ],
                    ["police", "prosecution", "contact", "detention"]),
            },
        ];
        yield return
        [
            new Step
            {
                Title = "A regisseur, the own case",
                Caller = cast.Regisseur,
                About = cast.Own,
                Purpose = "regie",
                Expected = new Expected.Released(
                    Level.Full,
                    Relation.Lead,
                    [("identity", Level.Full, "5.1"), ("police", Level.Full, "5.2"), ("plan", Level.Full, "5.4")],
                    []),
            },
            new Step
            {
                Title = "The same regisseur, a colleague's case",
                Caller = cast.Regisseur,
                About = cast.Colleagues,
                Purpose = "regie",
                Expected = new Expected.Refused("CASE_NOT_FOUND"),
            },
        ];
        yield return
        [
            new Step
            {
                Title = "GGD at an ITAT that is over",
                Caller = Cast.Health,
                About = cast.Discussed,
                At = cast.Over,
                ByAlias = true,
                Purpose = "casusoverleg",
                Expected = new Expected.Refused("MEETING_NOT_OPEN"),
            },
            new Step
            {
                Title = "Politie with a token of the GGD",
                Caller = Cast.Police,
                TokenOf = Cast.Health,
                About = cast.Discussed,
                At = cast.Small,
                Purpose = "casusoverleg",
                Expected = new Expected.Refused("TOKEN_ISSUER_NOT_TRUSTED"),
            },
        ];
        var member = new Step
        {
            Title = "A member of the case team",
            Caller = cast.Member,
            About = cast.TeamCase,
            Purpose = "interventie",
            Expected = new Expected.Released(
                Level.Full,
                Relation.Member,
                [("identity", Level.Full, "7.1"), ("plan", Level.Full, "7.2"), ("interventions", Level.Full, "7.2")],
                ["police", "prosecution", "care", "debts", "residence"]),
        };
        yield return
        [
            member,
            member with
            {
                Title = "The same, withdrawn a moment later",
                Expected = new Expected.Refused("CASE_NOT_FOUND"),
                Before = demo => demo.ChangeTeamAsync(cast.TeamCase.Case, new TeamMember(cast.Member.Partner, cast.Member.Actor, Relation.None)),
            },
        ];
    }
}

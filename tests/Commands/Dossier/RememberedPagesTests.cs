using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

public sealed class RememberedPagesTests : IDisposable
{
    private readonly Turning _time = new();
    private readonly RememberedPages _pages;
    private readonly Section[] _sections = [Any("identity"), Any("police")];
    private readonly RememberedPages.Circumstances _circumstances;
    private readonly Encoded<string> _encoded = new("page", new byte[] { 1, 2, 3 });

    public RememberedPagesTests()
    {
        _pages = new RememberedPages(_time);
        _circumstances = new(
            "key", Repository.SampleCovenant, new ViewReference.ById(new CaseId("case")), Level.Full, "regie", 0, new DateOnly(2026, 2, 2), new DateOnly(2026, 2, 2), null, null);
        _pages.Keep(_sections, _circumstances, Decided(), _encoded, new Entry { Decisions = { new CategoryDecision { Category = "identity", Released = 1 } } });
    }

    public void Dispose() => _pages.Dispose();

    [Fact]
    public void Find_TheSameDecidedAboutTheSame_GivesThePageAndItsRows()
    {
        var entry = new Entry();

        Assert.Same(_encoded, _pages.Find<string>(_sections, _circumstances with { }, Decided(), entry));
        Assert.Equal([new CategoryDecision { Category = "identity", Released = 1 }], entry.Repeated!.Rows);
    }

    [Fact]
    public void Find_AnythingElseDecided_GivesNothing()
    {
        var other = Decided();
        DecidedSection[][] changed =
        [
            [other[0]],
            [.. other, other[1]],
            [other[1], other[0]],
            [other[0] with { Section = _sections[0] with { } }, other[1]],
            [other[0] with { Handling = Handling.Embargo }, other[1]],
            [other[0] with { Decision = other[0].Decision with { Level = Level.Pseudonymised } }, other[1]],
            [other[0] with { Decision = other[0].Decision with { Article = "4.2" } }, other[1]],
            [other[0] with { Decision = other[0].Decision with { Reason = DecisionReason.Capped } }, other[1]],
        ];
        var entry = new Entry();

        foreach (var decided in changed)
            Assert.Null(_pages.Find<string>(_sections, _circumstances, decided, entry));
        Assert.Null(entry.Repeated);
    }

    [Fact]
    public void Find_InOtherCircumstances_GivesNothing()
    {
        RememberedPages.Circumstances[] changed =
        [
            _circumstances with { Key = "another" },
            _circumstances with { Covenant = Repository.SampleCovenantWith() },
            _circumstances with { Reference = new ViewReference.ById(new CaseId("other")) },
            _circumstances with { Level = Level.Pseudonymised },
            _circumstances with { Purpose = "casusoverleg" },
            _circumstances with { PageSize = 1 },
            _circumstances with { Today = new DateOnly(2026, 2, 3) },
            _circumstances with { ReferenceDay = new DateOnly(2026, 2, 3) },
        ];

        foreach (var circumstances in changed)
            Assert.Null(_pages.Find<string>(_sections, circumstances, Decided(), new Entry()));
        Assert.Null(_pages.Find<string>([.. _sections], _circumstances, Decided(), new Entry())); // another reading
        Assert.Null(_pages.Find<byte[]>(_sections, _circumstances, Decided(), new Entry())); // another form
    }

    [Fact]
    public void Find_NotAskedForInTwoTurns_GivesNothing()
    {
        _time.Turn();
        Assert.NotNull(_pages.Find<string>(_sections, _circumstances, Decided(), new Entry()));
        _time.Turn();
        Assert.NotNull(_pages.Find<string>(_sections, _circumstances, Decided(), new Entry()));
        _time.Turn();
        _time.Turn();
        Assert.Null(_pages.Find<string>(_sections, _circumstances, Decided(), new Entry()));
    }

    private DecidedSection[] Decided() =>
        [.. _sections.Select(s => new DecidedSection(s, Handling.Open, new Decision(Level.Full, "4.1", DecisionReason.Granted)))];

    private static Section Any(string category) => new()
    {
        Id = SectionId.Create(),
        Category = category,
        Source = "politie",
        Ground = "Wpg art. 16",
        Handling = Handling.Open,
        Secrecy = Secrecy.NotLifted,
        KeepUntil = new DateOnly(2030, 1, 1),
        EncryptedContent = new byte[40],
    };
}

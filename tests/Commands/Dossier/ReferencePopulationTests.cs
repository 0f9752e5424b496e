using Exchange.Audit;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>Who is one of the people among whom look-alikes are counted.</summary>
public sealed class ReferencePopulationTests : IAsyncDisposable
{
    private static readonly string[] Numbers = [.. Bsns.All.Where(bsn => bsn != Offers.Bsn).Take(20)];

    private readonly Installation _installation = new();

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task People_OfActiveCasesFromTwoSources_CountOnceEach()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[1]), Offers.Police());

        Assert.Equal(2, (await AroundAsync()).Population.Size);
    }

    [Fact]
    public async Task People_OfCasesThatOneSourceFeeds_DoNotCount()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Plan(), Offers.Signal());

        Assert.Equal(0, (await AroundAsync()).Population.Size);
    }

    [Theory]
    [InlineData(CaseState.Signal)]
    [InlineData(CaseState.Weighed)]
    [InlineData(CaseState.OnHold)]
    [InlineData(CaseState.Closed)]
    public async Task People_OfCasesThatAreNotActive_DoNotCount(CaseState state)
    {
        await RegisterAsync(state, Offers.Identity(Numbers[0]), Offers.Police());

        Assert.Equal(0, (await AroundAsync()).Population.Size);
    }

    [Fact]
    public async Task People_WhoseSecondSourceIsSecretEmbargoedOrPastItsDate_DoNotCount()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police() with { Handling = Handling.Secret });
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[1]), Offers.Police() with { EmbargoUntil = _installation.Clock.Now.AddDays(1) });
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[2]), Offers.Police() with { KeepUntil = _installation.Today.AddDays(1) });
        Assert.Equal(1, (await AroundAsync()).Population.Size);

        _installation.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, (await AroundAsync()).Population.Size); // the embargo is over; the other is past its date
    }

    [Fact]
    public async Task TheSubjectItself_IsNotOneOfK()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(), Offers.Police());
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());

        Assert.Equal((1, 5), Told(await AroundAsync(Offers.Bsn)));
    }

    [Fact]
    public async Task SubjectWithoutABsn_NeedsOneMore()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());

        Assert.Equal((1, 6), Told(await AroundAsync(bsn: null)));
    }

    [Fact]
    public async Task CaseOfWhichOneSectionCannotBeRead_CountsForNobody()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police(), Offers.Signal());
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[1]), Offers.Police());
        _installation.Tamper("DROP TRIGGER IF EXISTS sections_stay; UPDATE sections SET content = zeroblob(length(content)) WHERE category = 'signals'");

        Assert.Equal(1, (await AroundAsync()).Population.Size);
    }

    [Fact]
    public async Task StoreOrKeysThatCannotBeReached_GiveNoPopulationUntilTheyCan()
    {
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());
        _installation.Faults.RecordsUnreadable = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AroundAsync());
        _installation.Faults.RecordsUnreadable = false;

        Assert.Equal(1, (await AroundAsync()).Population.Size);
    }

    [Fact]
    public async Task WhatWasRead_IsRememberedForSomeMinutes()
    {
        await AroundAsync();
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());
        Assert.Equal(0, (await AroundAsync()).Population.Size);

        _installation.Clock.Advance(ReferencePopulation.Remembered);

        Assert.Equal(1, (await AroundAsync()).Population.Size);
    }

    [Fact]
    public async Task PopulationOfTheDistrict_IsWhoLivesWhereTheSubjectDoes()
    {
        var covenant = Repository.SampleCovenantWith(("size: 400 }", "size: 400, of: district }"));
        await RegisterAsync(CaseState.Active, Offers.Identity(Numbers[0]), Offers.Police());
        await RegisterAsync(CaseState.Active, Elsewhere(Numbers[1]), Offers.Police());

        Assert.Equal(1, (await AroundAsync(Offers.Bsn, "Centrum", covenant)).Population.Size);
        Assert.Equal(0, (await AroundAsync(Offers.Bsn, "Noord", covenant)).Population.Size);
        Assert.Equal(0, (await AroundAsync(Offers.Bsn, null, covenant)).Population.Size);
        Assert.Equal(2, (await AroundAsync(Offers.Bsn, null)).Population.Size);
    }

    private static OfferedSection Elsewhere(string bsn)
    {
        var offer = Offers.Identity(bsn);
        return offer with { Content = new SectionContent(offer.Content.Fields.SetItem("address", new AddressValue { Postcode = "9999AB" })) };
    }

    private Task RegisterAsync(CaseState state, params OfferedSection[] sections) =>
        _installation.ImportAsync(state, [.. sections.Select(s => (s.Category == "police" ? "politie" : "oov", s))]);

    private Task<(Population Population, int K)> AroundAsync(string? bsn = Offers.Bsn, string? area = null, Covenant? covenant = null) =>
        _installation.Get<ReferencePopulation>().AroundAsync(
            _installation.Partnership,
            covenant ?? _installation.Covenant,
            new CaseTraits(bsn is null ? [] : [bsn], area, 2, []),
            _installation.Today,
            TestContext.Current.CancellationToken);

    private static (int, int) Told((Population Population, int K) crowd) => (crowd.Population.Size, crowd.K);
}

using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Storage.Sqlite;

namespace Exchange.Storage.Tests.Sqlite;

public class CaseReadingsTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");
    private static readonly CaseQuery Query = new(CaseId.Create(), null, null, "politie", "c.politie.01");

    private readonly RecordsVersion _version = new();
    private int _reads;

    [Fact]
    public void GetOrRead_NothingChanged_ReadsOnce()
    {
        var readings = new CaseReadings(_version);

        Assert.Same(readings.GetOrRead(Amsterdam, Query, _ => true, Read), readings.GetOrRead(Amsterdam, Query with { }, _ => true, Read));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public void GetOrRead_RecordsChanged_ReadsAgain()
    {
        var readings = new CaseReadings(_version);
        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        _version.Move();

        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void GetOrRead_RecordsChangedDuringTheRead_IsNotKnownAfterwards()
    {
        var readings = new CaseReadings(_version);
        readings.GetOrRead(Amsterdam, Query, _ => true, () =>
        {
            _version.Move();
            return Read();
        });

        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void GetOrRead_AnotherCallerOrPartnership_HasItsOwn()
    {
        var readings = new CaseReadings(_version);
        readings.GetOrRead(Amsterdam, Query, _ => true, Read);

        readings.GetOrRead(Amsterdam, Query with { Actor = "c.politie.02" }, _ => true, Read);
        readings.GetOrRead(new PartnershipId("utrecht"), Query, _ => true, Read);
        Assert.Equal(3, _reads);
    }

    [Fact]
    public void GetOrRead_MoreThanFits_ForgetsWhatNobodyAskedFor()
    {
        var readings = new CaseReadings(_version, 10_000);
        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        for (var i = 0; i < 40; i++)
            readings.GetOrRead(Amsterdam, Query with { Actor = $"{i}" }, _ => true, Read);

        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        Assert.Equal(42, _reads);
    }

    [Fact]
    public void GetOrRead_LargerThanItMayKeep_ReadsEveryTime()
    {
        var readings = new CaseReadings(_version, 100);
        readings.GetOrRead(Amsterdam, Query, _ => true, Read);

        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void GetOrRead_KnownFromALookThatMightNotKnow_IsReadAgainForOneThatMay()
    {
        var readings = new CaseReadings(_version);
        readings.GetOrRead(Amsterdam, Query, _ => false, () => (Read().Reading, false));
        Assert.Equal(1, _reads);

        // Refused again: what is remembered will do. Granted: what the case holds was never read.
        readings.GetOrRead(Amsterdam, Query, _ => false, Read);
        Assert.Equal(1, _reads);
        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        Assert.Equal(2, _reads);
        readings.GetOrRead(Amsterdam, Query, _ => true, Read);
        Assert.Equal(2, _reads);
    }

    private (CaseReading Reading, bool IsWhole) Read()
    {
        _reads++;
        return (new CaseReading(1, null, null), true);
    }
}

using Exchange.Consent;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Hosting;

public sealed class CovenantFilesTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Load_SampleCovenant_DecidesForItsPartnership()
    {
        var partnerships = CovenantFiles.Load([new PartnershipOptions { Id = "amsterdam", Covenant = Repository.SampleCovenant }]);

        Assert.Equal([new PartnershipId("amsterdam")], partnerships.All);
        Assert.Equal("ipga-radicalisering", partnerships.Find("amsterdam")?.Id);
        Assert.Null(partnerships.Find("utrecht"));
    }

    [Fact]
    public void Load_NoSuchFile_StopsWithASentence() => Assert.Contains("cannot be read", Refuse(), StringComparison.Ordinal);

    [Fact]
    public void Load_Mistakes_StopWithTheFirst()
    {
        File.WriteAllText(_file, "covenant: [");

        Assert.Contains("has mistakes", Refuse(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FieldWithoutAPlaceInTheContract_StopsAndIsNamed()
    {
        File.WriteAllText(_file, File.ReadAllText(Repository.SampleCovenant).Replace("gender: { type: code,", "sex: { type: code,", StringComparison.Ordinal));

        Assert.Contains("identity.sex", Refuse(), StringComparison.Ordinal);
    }

    private string Refuse() =>
        Assert.Throws<ConfigurationException>(() => CovenantFiles.Load([new PartnershipOptions { Id = "amsterdam", Covenant = _file }])).Message;
}

namespace Exchange.Cli.Tests.Import;

public sealed class HostileFileTests : IDisposable
{
    private const string Bsn = "\"burgerservicenummer\":\"999900018\"";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-hostile-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("1", "it is not an object")]
    [InlineData("null", "it is not an object")]
    [InlineData("[]", "it is not an object")]
    [InlineData("{}", "the BSN is missing")]
    [InlineData("{\"burgerservicenummer\":999900018}", "burgerservicenummer is not a text")]
    [InlineData("{\"burgerservicenummer\":\"999900019\"}", "the BSN fails the 11-test")]
    [InlineData("{" + Bsn + "," + Bsn + "}", "burgerservicenummer is there twice")]
    [InlineData("{" + Bsn + ",\"naam\":\"Geheim\"}", "naam is not an object")]
    [InlineData("{" + Bsn + ",\"naam\":{\"voornamen\":[\"Geheim\"]}}", "naam.voornamen is not a text")]
    [InlineData("{" + Bsn + ",\"naam\":{\"voornamen\":\"\\ud800Geheim\"}}", "naam.voornamen is not a text")]
    [InlineData("{" + Bsn + ",\"naam\":{\"voornamen\":\"Geheim\\u0000\"}}", "firstNames holds control characters")]
    [InlineData("{" + Bsn + ",\"geboorte\":{\"datum\":\"19701332\"}}", "geboorte.datum is not a date of eight digits")]
    [InlineData("{" + Bsn + ",\"geboorte\":{\"datum\":\"Geheim\"}}", "geboorte.datum is not a date of eight digits")]
    [InlineData("{" + Bsn + ",\"geslacht\":{\"code\":\"Geheim\"}}", "geslacht.code is none of M, V and O")]
    [InlineData("{" + Bsn + ",\"kinderen\":{}}", "kinderen is not a list")]
    [InlineData("{" + Bsn + ",\"kinderen\":[\"Geheim\"]}", "kinderen is not an object")]
    [InlineData("{" + Bsn + ",\"verblijfplaats\":{\"postcode\":\"Geheim\"}}", "address.postcode must be four digits and two capitals without a space")]
    public async Task Import_WrongPerson_IsReportedByOrdinalAndTheNextOneImported(string person, string why)
    {
        var (exit, output, error) = await ImportAsync($"[{person},{{{Bsn}}}]");

        Assert.Equal(0, exit);
        Assert.StartsWith("1 imported, 1 reported (ordinal 1: ", output);
        Assert.Contains(why, output);
        Assert.EndsWith(", 0 with a secret address", output.TrimEnd());
        Assert.DoesNotContain("Geheim", output + error);
        Assert.DoesNotContain("9999", output + error);
    }

    [Fact]
    public async Task Import_LongText_IsReported()
    {
        var (_, output, _) = await ImportAsync($"[{{{Bsn},\"naam\":{{\"voornamen\":\"{new string('x', 257)}\"}}}}]");

        Assert.StartsWith("0 imported, 1 reported (ordinal 1: contribution.identity.firstNames is longer than 256 characters)", output);
    }

    [Fact]
    public async Task Import_PersonWrongInAMillionPlaces_IsReportedShortly()
    {
        var (exit, output, _) = await ImportAsync($"[{{{Bsn},\"kinderen\":[{string.Join(',', Enumerable.Repeat("{\"naam\":1}", 100_000))}]}}]");

        Assert.Equal(1, exit);
        Assert.True(output.Length < 500);
    }

    [Fact]
    public async Task Import_NobodyImported_ExitsOne()
    {
        var (exit, output, _) = await ImportAsync("[{}]");

        Assert.Equal(1, exit);
        Assert.StartsWith("0 imported, 1 reported", output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\"[]\"")]
    [InlineData("[")]
    [InlineData("\u0000")]
    public async Task Import_NoListOfPersons_ExitsTwo(string text)
    {
        var (exit, _, error) = await ImportAsync(text);

        Assert.Equal(2, exit);
        Assert.Contains("not a JSON list of persons", error);
    }

    [Fact]
    public async Task Import_CutOffFile_KeepsWhatCameBeforeAndSaysSo()
    {
        var (exit, output, error) = await ImportAsync($"[{{{Bsn}}},{{\"naam\":");

        Assert.Equal(2, exit);
        Assert.StartsWith("1 imported, 0 reported", output);
        Assert.Contains("after person 1 the file is not a JSON list of persons", error);
    }

    [Fact]
    public async Task Import_DeepNesting_IsRefused()
    {
        var (exit, _, error) = await ImportAsync(new string('[', 100_000));

        Assert.Equal(2, exit);
        Assert.Contains("not a JSON list of persons", error);
    }

    [Fact]
    public async Task Import_SourceWithoutGround_IsRefusedBeforeAnything()
    {
        var (exit, _, error) = await ImportAsync($"[{{{Bsn}}}]", "--source", "scw");

        Assert.Equal(2, exit);
        Assert.Contains("no ground to contribute", error);
    }

    [Fact]
    public async Task Import_CovenantWithMistakes_IsRefused()
    {
        var covenant = Path.Combine(_folder.FullName, "covenant.yaml");
        await File.WriteAllTextAsync(covenant, "covenant: x", TestContext.Current.CancellationToken);

        var (exit, _, error) = await ImportAsync($"[{{{Bsn}}}]", "--covenant", covenant);

        Assert.Equal(2, exit);
        Assert.Contains("exchange covenant check", error);
    }

    private async Task<(int Exit, string Output, string Error)> ImportAsync(string text, params string[] more)
    {
        var file = Path.Combine(_folder.FullName, "persons.json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return await CommandLine.RunAsync(["import", "brp-personas", file, "--data", Path.Combine(_folder.FullName, "data"), .. more]);
    }
}

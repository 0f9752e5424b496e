using System.Text;
using Exchange.Consent;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Contract;

public sealed class CovenantFitTests
{
    [Fact]
    public void FindMisfits_SampleCovenant_HasNone() => Assert.Empty(CovenantFit.FindMisfits(SampleCovenant.Text));

    [Fact]
    public void Contract_HasNoCategoryOrFieldThatTheSampleCovenantLacks()
    {
        Assert.Equal(SectionMapping.Contributed.Keys.Order(), SampleCovenant.Text.Categories.Keys.Order());
        foreach (var category in SampleCovenant.Text.Categories.Values)
            Assert.Equal(SectionMapping.FieldsOf(category.Id).Keys.Order(), category.Fields.Keys.Order());
    }

    [Theory]
    [InlineData("gender: { type: code,", "sex: { type: code,", "identity.sex")]
    [InlineData("surname: { type: text }", "surname: { type: texts }", "identity.surname")]
    [InlineData("phones: { type: texts }", "phones: { type: text }", "contact.phones")]
    [InlineData("bsn: { type: bsn }", "bsn: { type: number }", "identity.bsn")]
    [InlineData("employer: { type: text }", "employer: { type: flag }", "workIncome.employer")]
    [InlineData("amountEuros: { type: number }", "amountEuros: { type: text }", "debts.amountEuros")]
    [InlineData("members: { type: persons, pseudonymised: count }", "members: { type: texts }", "household.members")]
    public void FindMisfits_FieldWithoutItsPlace_IsNamed(string from, string to, string expected)
    {
        var text = File.ReadAllText(Repository.SampleCovenant);
        Assert.Contains(from, text, StringComparison.Ordinal);

        // The first of a name will do: `phones`, for one, occurs twice.
        var at = text.IndexOf(from, StringComparison.Ordinal);
        var reading = Covenant.Load(Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]));

        Assert.Empty(reading.Mistakes);
        Assert.Equal([expected], CovenantFit.FindMisfits(reading.Covenant!));
    }
}

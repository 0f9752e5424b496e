using System.Text;
using System.Text.Json;

namespace Exchange.Dossiers.Tests.Sections;

public sealed class SectionContentTests
{
    public static TheoryData<string, FieldValue> Values => new()
    {
        { "text", new TextValue("Ğ \"quoted\" 😀 \n") },
        { "texts", new TextsValue(["a", "b"]) },
        { "year", new DateValue(new PartialDate(1970)) },
        { "yearMonth", new DateValue(new PartialDate(1970, 5)) },
        { "day", new DateValue(new PartialDate(1972, 2, 29)) },
        { "address", new AddressValue { Street = "Dam", HouseNumber = "1", Postcode = "1012JS", City = "Amsterdam", Lines = ["x"] } },
        { "number", new NumberValue(long.MinValue) },
        { "flag", new FlagValue(true) },
        { "persons", new PersonsValue([new RelatedPerson { Relationship = "kind", Surname = "Test", BirthDate = new PartialDate(2010, 4) }]) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Bytes_RoundTrip_KeepsEveryValue(string name, FieldValue value)
    {
        var read = SectionContent.FromBytes(SectionContent.Of((name, value)).ToBytes());

        // Records compare lists by reference, so compare what a person would see.
        var (readName, readValue) = Assert.Single(read.Fields);
        Assert.Equal(name, readName);
        Assert.Equal(value.GetType(), readValue.GetType());
        Assert.Equivalent(value, readValue, strict: true);
    }

    [Fact]
    public void Bytes_EqualContents_AreEqual()
    {
        var one = SectionContent.Of(("b", new TextValue("2")), ("a", new NumberValue(1)), ("B", new FlagValue(false)));
        var other = SectionContent.Of(("B", new FlagValue(false)), ("a", new NumberValue(1)), ("b", new TextValue("2")));

        Assert.Equal(one.ToBytes(), other.ToBytes());
    }

    [Fact]
    public void Bytes_FieldOrder_DoesNotDependOnCulture()
    {
        var content = SectionContent.Of(("a", new NumberValue(1)), ("Z", new NumberValue(2)));

        Assert.Equal(["Z", "a"], content.Fields.Keys);
        Assert.Equal(["Z", "a"], SectionContent.FromBytes(content.ToBytes()).Fields.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"a\":{\"t\":\"text\",\"Text\":\"x\",\"More\":1}}")]
    [InlineData("{\"a\":{\"t\":\"program\",\"Text\":\"x\"}}")]
    [InlineData("{\"a\":{\"Text\":\"x\"}}")]
    [InlineData("{\"a\":{\"t\":\"text\"}}")]
    [InlineData("{\"a\":{\"t\":\"text\",\"Text\":null}}")]
    public void FromBytes_AnythingElse_Throws(string json) =>
        Assert.ThrowsAny<Exception>(() => SectionContent.FromBytes(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("\"1970-02-30\"")]
    [InlineData("\"\"")]
    [InlineData("1970")]
    [InlineData("null")]
    [InlineData("{\"Year\":1970}")]
    public void FromBytes_NoDate_Throws(string date) => Assert.Throws<JsonException>(() =>
        SectionContent.FromBytes(Encoding.UTF8.GetBytes($"{{\"a\":{{\"t\":\"date\",\"Date\":{date}}}}}")));

    [Fact]
    public void ToBytes_DefaultDate_Throws() =>
        Assert.Throws<JsonException>(() => SectionContent.Of(("a", new DateValue(default))).ToBytes());

    [Fact]
    public void ToBytes_GeneralisedValue_Throws()
    {
        // What a view makes of a value is never stored as if somebody had contributed it.
        Assert.ThrowsAny<Exception>(() => SectionContent.Of(("a", new CountValue(2))).ToBytes());
        Assert.ThrowsAny<Exception>(() => SectionContent.Of(("a", new AgeBandValue(0, 17))).ToBytes());
        Assert.ThrowsAny<Exception>(() => SectionContent.Of(("a", new DistrictValue("Centrum"))).ToBytes());
    }

    [Fact]
    public void Of_SameFieldTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => SectionContent.Of(("a", new NumberValue(1)), ("a", new NumberValue(2))));
}

namespace Exchange.Dossiers.Tests.Values;

public sealed class PostcodeTests
{
    [Theory]
    [InlineData("1011PN")]
    [InlineData("9999XX")]
    [InlineData("1000AA")]
    public void IsValid_FourDigitsAndTwoCapitals(string postcode) => Assert.True(Postcode.IsValid(postcode));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0999AA")]
    [InlineData("1011 PN")]
    [InlineData("1011pn")]
    [InlineData("1011P")]
    [InlineData("1011PNX")]
    [InlineData("101aPN")]
    [InlineData("1011SS")]
    [InlineData("1011SA")]
    [InlineData("1011SD")]
    [InlineData("１011PN")]
    public void IsValid_AnythingElse_IsNot(string? postcode) => Assert.False(Postcode.IsValid(postcode));
}

using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Dossiers.Tests.Values;

public sealed class BsnTests
{
    [Theory]
    [InlineData("999990019")]
    [InlineData("111222333")]
    [InlineData("123456782")]
    public void IsValid_PassesTheElevenTest(string bsn) => Assert.True(Bsn.IsValid(bsn));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("000000000")]
    [InlineData("123456789")]
    [InlineData("12345678")]
    [InlineData("1234567822")]
    [InlineData("12345678２")]
    [InlineData("-12345678")]
    [InlineData("123 45678")]
    public void IsValid_AnythingElse_IsNot(string? bsn) => Assert.False(Bsn.IsValid(bsn));

    [Fact]
    public void IsValid_OneDigitChanged_IsNot()
    {
        // 11 is prime and every weight is below it, so one wrong digit never goes unnoticed.
        Prop.ForAll(
            Gen.Choose(1, 99_999_999).ToArbitrary(),
            Gen.Choose(0, 8).ToArbitrary(),
            Gen.Choose(1, 9).ToArbitrary(),
            (body, place, shift) =>
            {
                var digits = body.ToString("00000000", CultureInfo.InvariantCulture);
                var sum = digits.Select((c, i) => (9 - i) * (c - '0')).Sum() % 11;
                if (sum == 10)
                    return true;
                var bsn = digits + (char)('0' + sum);
                var wrong = bsn.ToCharArray();
                wrong[place] = (char)('0' + ((wrong[place] - '0' + shift) % 10));
                return Bsn.IsValid(bsn) && !Bsn.IsValid(new string(wrong));
            }).QuickCheckThrowOnFailure();
    }
}

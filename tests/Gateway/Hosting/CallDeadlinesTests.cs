using Exchange.Gateway.Hosting;
using Microsoft.Extensions.Primitives;

namespace Exchange.Gateway.Tests.Hosting;

public sealed class CallDeadlinesTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("30S", 30_000)]
    [InlineData("250m", 250)]
    [InlineData("250000u", 250)]
    [InlineData("25000000n", 25)]
    [InlineData("99999999H", 359_999_996_400_000)]
    public void Read_WhatClientsWrite_IsThatLong(string header, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), CallDeadlines.Read(header));

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("30")]
    [InlineData("30s")]
    [InlineData("-1S")]
    [InlineData(" 1S")]
    [InlineData("1.5S")]
    [InlineData("100000000S")]
    [InlineData("\u0661S")]
    public void Read_AnythingElse_IsNoDeadlineOfTheCallers(string header) => Assert.Null(CallDeadlines.Read(header));

    [Fact]
    public void Read_NoneOrTwo_IsNoDeadlineOfTheCallers()
    {
        Assert.Null(CallDeadlines.Read(StringValues.Empty));
        Assert.Null(CallDeadlines.Read(new StringValues(["1S", "9S"])));
    }
}

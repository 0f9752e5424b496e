using System.Text.Json;
using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class EditionFileTests
{
    private static readonly Dimension A = Figures.Of("a", 2);

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameAndProtectsTheSame()
    {
        var measure = Figures.Counts([A], [12, 30]);
        var kept = Figures.Publish(measure, [Figures.Full("t", A)], new StatisticsRules()).Kept;
        var read = EditionFile.Read(EditionFile.Write(kept));
        Assert.Equal(EditionFile.Write(kept), EditionFile.Write(read));
        Assert.Equal(3, read.Count);
        Assert.Equal(kept.Count, Figures.Publish(measure, [Figures.Full("t", A)], new StatisticsRules(), read, "2").Kept.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("""[{"edition":"1","measure":"m","at":{}}]""")]
    [InlineData("""[{"edition":"1","measure":"m","at":null,"value":1}]""")]
    [InlineData("""[{"edition":"1","measure":"m","at":{"a":null},"value":1}]""")]
    [InlineData("""[{"edition":"1","measure":"m","at":{"a":"x","a":"y"},"value":1}]""")]
    [InlineData("""[{"edition":"1","measure":"m","at":{},"value":1.5}]""")]
    [InlineData("""[{"edition":"1","measure":"m","at":{},"value":"1"}]""")]
    [InlineData("""[{"edition":"1","measure":"m","at":{},"value":1,"note":""}]""")]
    public void Read_AnythingElse_IsRefused(string json) => Assert.Throws<JsonException>(() => EditionFile.Read(json));
}

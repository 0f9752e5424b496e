using System.Text;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;
using Microsoft.Extensions.Configuration;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>A setting that is misspelt, or whose value is of another kind, stops the start: at its default it would be believed to be set.</summary>
public sealed class StrictConfigurationTests
{
    [Theory]
    [InlineData("""{"Gateway":{"Lisen":"127.0.0.1:1"}}""", "there is no setting 'Lisen'.")]
    [InlineData("""{"Gateway":{"Limits":{"MaxConection":3}}}""", "there is no setting 'MaxConection'.")]
    [InlineData("""{"Gateway":{"Limits":{"MaxConnections":"many"}}}""", "'many' at 'Gateway:Limits:MaxConnections'")]
    [InlineData("""{"Gateway":{"CompressResponses":"yes"}}""", "'yes' at 'Gateway:CompressResponses'")]
    public void Read_WhatCannotBeUsed_IsASentenceThatNamesIt(string file, string told) =>
        Assert.Contains(told, Assert.Throws<ConfigurationException>(() => Configuration(file).Read<GatewayOptions>(GatewayOptions.Section)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WithinAList_IsASentenceThatNamesIt()
    {
        var configuration = Configuration("""{"Identity":{"TokenIssuers":[{"Oinn":"1"}]}}""");

        Assert.Contains("'Oinn'", Assert.Throws<ConfigurationException>(() => configuration.Read<IdentityOptions>(IdentityOptions.Section)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefuseOthersThan_SectionOfTheFile_IsRefusedAndOneOfTheEnvironmentIsNot()
    {
        var surroundings = new ConfigurationBuilder().AddInMemoryCollection([new("SERVICE_HOST", "10.0.0.1")]).Build();

        surroundings.RefuseOthersThan("Gateway");
        Assert.Contains("'Gatway'", Assert.Throws<ConfigurationException>(() => Configuration("""{"Gatway":{}, "Gateway":{}}""").RefuseOthersThan("Gateway")).Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string file) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(file))).Build();
}

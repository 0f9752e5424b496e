using System.Security.Cryptography;

namespace Exchange.GrpcTests.References;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("Grpc.Core.Api")]
    [InlineData("Grpc.Net.Common")]
    public void StandIn_HasTheIdentityThatTheOfficialAssembliesAskFor(string name)
    {
        var offered = AssemblyShape.Read(Official.PathOf(name)).Identity;

        foreach (var assembly in (AssemblyShape[])[Official.Server, Official.Client])
        {
            var asked = Assert.Single(assembly.References, reference => reference.Name == name);
            Assert.Equal(asked.Version, offered.Version);
            Assert.Equal(Convert.ToHexString(asked.GetPublicKeyToken()!), Convert.ToHexString(offered.GetPublicKeyToken()!));
        }
    }

    /// <summary>Lock files pin packages, but not downloads; this list does.</summary>
    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    public void OfficialAssembly_IsTheOneReviewed(string name)
    {
        var listed = File.ReadLines(Path.Combine(RepositoryRoot(), "eng", "grpc", "official.sha256"))
            .Select(line => line.Split("  ", 2))
            .Single(parts => parts[1] == $"{name}.dll")[0];

        Assert.Equal(listed, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Official.PathOf(name)))));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

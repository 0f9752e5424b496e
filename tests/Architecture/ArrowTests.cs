using System.Reflection;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Architecture.Tests;

/// <summary>Which room may know which: the arrows of the house point inward.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Consent"] = [],
        ["Keys"] = ["Consent"],
        ["Audit"] = ["Consent"],
        ["Dossiers"] = ["Audit", "Consent"],
        ["Disclosure"] = ["Consent", "Dossiers"],
        ["Commands"] = ["Audit", "Consent", "Disclosure", "Dossiers", "Keys"],
        ["Wire"] = ["Dossiers", "Protos"],
        ["PartnerAdapters"] = ["Consent", "Dossiers", "Protos", "Wire"],
        ["Storage"] = ["Audit", "Consent", "Dossiers", "Keys"],
        ["Gateway"] = ["Audit", "Commands", "Consent", "Disclosure", "Dossiers", "Keys", "PartnerAdapters", "Protos", "Storage", "Wire"],
    };

    // Of libraries, a room knows what its subject is made of and nothing that carries or stores it.
    private static readonly Dictionary<string, string[]> Libraries = new()
    {
        ["Consent"] = ["YamlDotNet"],
        ["Keys"] = ["Microsoft.AspNetCore.DataProtection.Abstractions"],
        ["Audit"] = ["Google.Protobuf", "Microsoft.Extensions.Logging.Abstractions"],
        ["Dossiers"] = [],
        ["Disclosure"] = [],
        ["Commands"] =
        [
            "Google.Protobuf", "Microsoft.AspNetCore.DataProtection.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
        ],
    };

    public static TheoryData<string> Rooms => [.. Arrows.Keys];

    public static TheoryData<string> InnerRooms => [.. Libraries.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_KnowsNoOtherRoomThanItsArrowsAllow(string room)
    {
        var known = References(room).Where(r => r.StartsWith("Exchange.", StringComparison.Ordinal)).Select(r => r["Exchange.".Length..]);
        Assert.Empty(known.Except(Arrows[room]));
    }

    [Theory]
    [MemberData(nameof(InnerRooms))]
    public void InnerRoom_KnowsNoTransportNoSqlAndNoPartner(string room)
    {
        var known = References(room).Where(r => !r.StartsWith("Exchange.", StringComparison.Ordinal) && !r.StartsWith("System", StringComparison.Ordinal));
        Assert.Empty(known.Except(Libraries[room]));
    }

    [Theory]
    [InlineData(typeof(IDossierStore))]
    [InlineData(typeof(IActiveCaseStore))]
    [InlineData(typeof(ILogStore))]
    [InlineData(typeof(IKeyStore))]
    [InlineData(typeof(KeyVault))]
    [InlineData(typeof(CaseCipher))]
    [InlineData(typeof(AuditLog))]
    public void EveryDoorToRecords_TakesThePartnershipFirst(Type door)
    {
        var methods = door.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName && m.Name is not ("Dispose" or "DisposeAsync"))
            .ToList();
        Assert.NotEmpty(methods);
        Assert.All(methods, m => Assert.Equal(typeof(PartnershipId), m.GetParameters().FirstOrDefault()?.ParameterType));
    }

    private static IEnumerable<string> References(string room) =>
        Assembly.Load("Exchange." + room).GetReferencedAssemblies().Select(a => a.Name!);
}

using System.Text.Json.Nodes;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Health.V1;
using Grpc.Reflection.V1;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>For every RPC one call that is answered when nothing is wrong, whichever others were made before it.</summary>
internal static class FaultCalls
{
    /// <summary>The calls, by their methods, as <see cref="RpcFaults.All"/> has them.</summary>
    public static IReadOnlyDictionary<string, ContractCall> Of(ContractSetting setting)
    {
        var calls = setting.Calls.All.Where(c => c.Refusal is null).Append(setting.Calls.Watching).DistinctBy(c => c.Method).ToDictionary(c => c.Method);
        var withdrawal = (WithdrawContributionRequest)calls["exchange.v1.DossierService/WithdrawContribution"].Request;
        (withdrawal.SectionId, withdrawal.ExpectedVersion) = (setting.SpareSectionId, 1);
        foreach (var (method, request) in Tools)
            calls.Add(method, new ContractCall(method, request));
        return calls;
    }

    /// <summary>A call as a peer reads it, which hangs up on what does not end.</summary>
    public static JsonObject Ask(this ContractSetting setting, ContractCall call)
    {
        var asked = setting.Calls.Ask(call);
        if (call.Method.Contains("/Watch", StringComparison.Ordinal))
            asked["messages"] = 1;
        if (call.Request is ServerReflectionRequest)
            asked["request"] = new JsonArray(asked["request"]!.DeepClone());
        return asked;
    }

    /// <summary>The same, which does not hang up of itself.</summary>
    public static JsonObject Keep(this ContractSetting setting, ContractCall call)
    {
        var asked = setting.Ask(call);
        asked.Remove("messages");
        if (call.Request is ServerReflectionRequest)
            asked["open"] = true;
        return asked;
    }

    private static IEnumerable<(string Method, IMessage Request)> Tools =>
    [
        ("grpc.health.v1.Health/Check", new HealthCheckRequest()),
        ("grpc.health.v1.Health/List", new HealthListRequest()),
        ("grpc.health.v1.Health/Watch", new HealthCheckRequest()),
        ("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", new ServerReflectionRequest { ListServices = "" }),
        ("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", new ServerReflectionRequest { ListServices = "" }), // the same on the wire
    ];
}

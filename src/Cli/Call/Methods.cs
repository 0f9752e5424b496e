using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Exchange.Cli.Call;

/// <summary>The RPCs of the contract, by the names that people type: <c>DossierService/GetBasisdossier</c>.</summary>
internal static class Methods
{
    private static readonly IReadOnlyList<UnaryMethod> All =
    [
        .. new[] { DossierServiceReflection.Descriptor, MeetingServiceReflection.Descriptor, AuditServiceReflection.Descriptor, SourceServiceReflection.Descriptor, CovenantServiceReflection.Descriptor }
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .Where(method => !method.IsServerStreaming && !method.IsClientStreaming) // one request, one answer
            .Select(method => new UnaryMethod(method)),
    ];

    public static IEnumerable<string> Names => All.Select(m => m.Name);

    /// <summary>The method of a name, with or without the package; null when there is none.</summary>
    public static UnaryMethod? Find(string name) => All.FirstOrDefault(m => m.Name == name || m.FullName == name);
}

/// <summary>One RPC, without its generated stub.</summary>
internal sealed class UnaryMethod(MethodDescriptor method)
{
    // What cannot be read below this depth is no request of this contract.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithRecursionLimit(32));

    private static readonly Marshaller<byte[]> Bytes = new(bytes => bytes, bytes => bytes);

    public string Name => $"{method.Service.Name}/{method.Name}";

    public string FullName => $"{method.Service.FullName}/{method.Name}";

    public string RequestName => method.InputType.Name;

    public MessageDescriptor Request => method.InputType;

    // Both stay bytes: exactly these are signed, and of exactly these the log holds the HMAC.
    public Method<byte[], byte[]> ToGrpc() => new(MethodType.Unary, method.Service.FullName, method.Name, Bytes, Bytes);

    public IMessage ParseResponse(byte[] bytes) => method.OutputType.Parser.ParseFrom(bytes);

    /// <exception cref="InvalidProtocolBufferException">The text is no such request.</exception>
    /// <exception cref="InvalidJsonException">The text is no JSON.</exception>
    public IMessage ParseJson(string json) => Parser.Parse(json, method.InputType);
}

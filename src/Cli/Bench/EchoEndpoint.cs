using System.Runtime;
using System.Text.Json;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Grpc.Core;

namespace Exchange.Cli.Bench;

/// <summary>
/// The bare method: bytes in, bytes out, through the same server, listener, mutual TLS and interceptors as the contract's methods,
/// and nothing behind it. And the logged one, which is that with what no answer leaves without: an entry that is durable, and two trailers.
/// Only the bench maps them.
/// </summary>
[BindServiceMethod(typeof(EchoEndpoint), nameof(Bind))]
internal class EchoEndpoint(AuditLog log) // with virtual methods: gRPC binds no others
{
    private const string Service = "exchange.bench.Echo";

    private static readonly Marshaller<byte[]> Bytes = new(bytes => bytes, bytes => bytes);

    /// <summary>Sets what is echoed: the very bytes of a response of the gateway.</summary>
    public static readonly Method<byte[], byte[]> SetMethod = Unary(nameof(Set));

    /// <summary>Takes a request and gives what was set.</summary>
    public static readonly Method<byte[], byte[]> EchoMethod = Unary(nameof(Echo));

    /// <summary>The same, once an entry such as the gateway's is durable on its log, with a nonce and a receipt in the trailers.</summary>
    public static readonly Method<byte[], byte[]> LoggedMethod = Unary(nameof(Logged));

    /// <summary>What the server has used so far, as the JSON of a <see cref="ServerUse"/>.</summary>
    public static readonly Method<byte[], byte[]> UseMethod = Unary(nameof(Use));

    private static readonly PartnershipId Partnership = new(Installation.DefaultPartnership);
    private static readonly Entry Sample = SampleEntries.MakeRepeated();
    private static readonly Metadata.Entry Nonce = new("exchange-nonce-bin", new byte[32]);
    private static readonly Metadata.Entry Receipt = new("exchange-receipt-bin", new byte[48]);

    // gRPC makes an endpoint per call; this process has one thing to echo.
    private static volatile byte[] _answer = [];

    public static void Bind(ServiceBinderBase binder, EchoEndpoint? endpoint)
    {
        binder.AddMethod(SetMethod, endpoint is null ? null : endpoint.Set);
        binder.AddMethod(EchoMethod, endpoint is null ? null : endpoint.Echo);
        binder.AddMethod(LoggedMethod, endpoint is null ? null : endpoint.Logged);
        binder.AddMethod(UseMethod, endpoint is null ? null : endpoint.Use);
    }

    public virtual Task<byte[]> Set(byte[] request, ServerCallContext context)
    {
        _answer = request;
        return Task.FromResult<byte[]>([]);
    }

    public virtual Task<byte[]> Echo(byte[] request, ServerCallContext context) => Task.FromResult(_answer);

    public virtual async Task<byte[]> Logged(byte[] request, ServerCallContext context)
    {
        var entry = Sample.Clone();
        entry.Repeated = Sample.Repeated;
        if (await log.AppendAsync(Partnership, new PendingEntry(entry, [], []), CancellationToken.None).ConfigureAwait(false) is not AppendOutcome.Appended)
            throw new RpcException(new Status(StatusCode.Unavailable, "The log takes no entry."));
        context.ResponseTrailers.Add(Nonce);
        context.ResponseTrailers.Add(Receipt);
        return _answer;
    }

    public virtual Task<byte[]> Use(byte[] request, ServerCallContext context) =>
        Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(ServerUse.Now(), BenchJson.Options));

    private static Method<byte[], byte[]> Unary(string name) => new(MethodType.Unary, Service, name, Bytes, Bytes);
}

/// <summary>What a process has used since it began.</summary>
/// <param name="AllocatedBytes">Allocated, in bytes.</param>
/// <param name="CpuMicros">Time of its core, in µs.</param>
/// <param name="CompilingMicros">What of that the just-in-time compiler took, in µs.</param>
internal sealed record ServerUse(long AllocatedBytes, double CpuMicros, double CompilingMicros)
{
    public static readonly ServerUse Nothing = new(0, 0, 0);

    public static ServerUse Now() => new(
        GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime.TotalMicroseconds, JitInfo.GetCompilationTime().TotalMicroseconds);

    public static ServerUse operator +(ServerUse one, ServerUse other) => new(
        one.AllocatedBytes + other.AllocatedBytes, one.CpuMicros + other.CpuMicros, one.CompilingMicros + other.CompilingMicros);

    public static ServerUse operator -(ServerUse after, ServerUse before) => new(
        after.AllocatedBytes - before.AllocatedBytes, after.CpuMicros - before.CpuMicros, after.CompilingMicros - before.CompilingMicros);
}

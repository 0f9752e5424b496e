using Exchange.GrpcTests.Contract;
using Grpc.Core;

namespace Exchange.GrpcTests;

/// <summary>The service under the tests: each method does the plain thing, unless the test gave it something else to do.</summary>
internal sealed class EchoService(EchoScript script) : Echo.EchoBase
{
    public override async Task<Words> Say(Words request, ServerCallContext context)
    {
        await script.OnCall(context);
        return new Words { Text = request.Text };
    }

    public override async Task Repeat(Words request, IServerStreamWriter<Words> responseStream, ServerCallContext context)
    {
        await script.OnCall(context);
        for (var index = 0; index < request.Times; index++)
            await responseStream.WriteAsync(new Words { Text = $"{request.Text} {index}" });
    }

    public override async Task<Words> Join(IAsyncStreamReader<Words> requestStream, ServerCallContext context)
    {
        await script.OnCall(context);
        var texts = new List<string>();
        while (await requestStream.MoveNext())
            texts.Add(requestStream.Current.Text);
        return new Words { Text = string.Join(' ', texts) };
    }

    public override async Task Chat(
        IAsyncStreamReader<Words> requestStream, IServerStreamWriter<Words> responseStream, ServerCallContext context)
    {
        await script.OnCall(context);
        await foreach (var words in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new Words { Text = $"heard {words.Text}" }, context.CancellationToken);
    }
}

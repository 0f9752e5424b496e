using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class CredentialTests
{
    private static readonly CallCredentials One = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void CallCredentials_GoOnlyOverASecuredChannel()
    {
        var composed = ChannelCredentials.Create(new SslCredentials(), One);

        Assert.Throws<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, One));
        Assert.Throws<ArgumentException>(() => ChannelCredentials.Create(composed, One));
        Assert.Throws<ArgumentNullException>(() => ChannelCredentials.Create(null!, One));
        Assert.Throws<ArgumentNullException>(() => ChannelCredentials.Create(ChannelCredentials.SecureSsl, null!));
    }

    [Fact]
    public void Composing_TakesTwoOrMore()
    {
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose());
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(One));
        Assert.NotNull(CallCredentials.Compose(One, One));
        Assert.Throws<ArgumentNullException>(() => CallCredentials.FromInterceptor(null!));
    }

    [Fact]
    public void ChannelCredentials_TellTheTransportWhatTheyAre()
    {
        var notes = new Notes();
        var state = new object();
        var pair = new KeyCertificatePair("chain", "key");

        ChannelCredentials.Insecure.InternalPopulateConfiguration(notes, state);
        ChannelCredentials.SecureSsl.InternalPopulateConfiguration(notes, state);
        new SslCredentials("roots", pair, _ => true).InternalPopulateConfiguration(notes, state);
        ChannelCredentials.Create(ChannelCredentials.SecureSsl, One).InternalPopulateConfiguration(notes, state);

        Assert.Equal(["insecure", "ssl  ", "ssl roots chain verify", "composite SslCredentials"], notes.Seen);
        Assert.All(notes.States, seen => Assert.Same(state, seen));
    }

    private sealed class Notes : ChannelCredentialsConfiguratorBase
    {
        public List<string> Seen { get; } = [];

        public List<object?> States { get; } = [];

        public override void SetInsecureCredentials(object? state) => Add(state, "insecure");

        public override void SetSslCredentials(
            object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Add(state, $"ssl {rootCertificates} {keyCertificatePair?.CertificateChain}{(verifyPeerCallback is null ? "" : " verify")}");

        public override void SetCompositeCredentials(
            object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Add(state, $"composite {channelCredentials.GetType().Name}");

        private void Add(object? state, string text)
        {
            Seen.Add(text);
            States.Add(state);
        }
    }
}

namespace Grpc.Core;

/// <summary>What generated clients have in common.</summary>
public abstract partial class ClientBase
{
    private readonly ClientBaseConfiguration _configuration;

    /// <summary>Without a channel, for test doubles that override every method.</summary>
    protected ClientBase()
        : this(new UnavailableCallInvoker())
    {
    }

    /// <summary>With a configuration made by another client.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        CallInvoker = configuration.CreateCallInvoker();
    }

    /// <summary>On a channel.</summary>
    public ClientBase(ChannelBase channel)
        : this((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker())
    {
    }

    /// <summary>On a call invoker, such as one with interceptors.</summary>
    public ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker, host: null))
    {
    }

    /// <summary>What starts the calls of this client.</summary>
    protected CallInvoker CallInvoker { get; }

    internal ClientBaseConfiguration Configuration => _configuration;
}

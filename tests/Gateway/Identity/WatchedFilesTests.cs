using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity;

public sealed class WatchedFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-watched-");
    private readonly List<string> _read = [];
    private readonly WatchedFiles _watched;

    public WatchedFilesTests()
    {
        Write("file", "one");
        _watched = new WatchedFiles("Setting", () => [Of("file")], Read);
        Assert.False(_watched.Look().IsNew); // read again once, but nothing that changed
        Assert.Equal(["one"], _read);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Look_NothingChanged_ReadsNothing()
    {
        Write("file", "one");

        Assert.False(_watched.Look().IsNew);
        Assert.Equal(["one"], _read);
    }

    [Fact]
    public void Look_ContentChanged_ReadsItOnce()
    {
        Write("file", "two");

        Assert.True(_watched.Look().IsNew);
        Assert.False(_watched.Look().IsNew);
        Assert.Equal(["one", "two"], _read);
    }

    [Fact]
    public void Look_LinkToAnotherFolder_IsAChange()
    {
        // As Kubernetes does it: file → ..data/file, ..data → a folder per version, swapped by another link.
        foreach (var version in new[] { "..v1", "..v2" })
        {
            _folder.CreateSubdirectory(version);
            Write(Path.Combine(version, "file"), version);
        }
        File.CreateSymbolicLink(Of("..data"), "..v1");
        File.Delete(Of("file"));
        File.CreateSymbolicLink(Of("file"), Path.Combine("..data", "file"));
        Assert.True(_watched.Look().IsNew);

        File.Delete(Of("..data"));
        File.CreateSymbolicLink(Of("..data"), "..v2");

        Assert.True(_watched.Look().IsNew);
        Assert.Equal(["one", "..v1", "..v2"], _read);
    }

    [Fact]
    public void Look_Broken_IsToldOnceTheSecondTimeAndTriedUntilItIsMended()
    {
        Write("file", "broken");

        Assert.Equal((false, null), _watched.Look());
        Assert.Equal("broken", _watched.Look().Fault?.Message);
        Assert.Equal((false, null), _watched.Look());

        Write("file", "broken otherwise");
        Assert.Null(_watched.Look().Fault);
        Assert.Equal("broken otherwise", _watched.Look().Fault?.Message);

        Write("file", "one");
        Assert.False(_watched.Look().IsNew); // what is in force already
        Write("file", "two");
        Assert.True(_watched.Look().IsNew);
    }

    [Fact]
    public void Look_Absent_IsBroken()
    {
        File.Delete(Of("file"));

        _watched.Look();
        Assert.NotNull(_watched.Look().Fault);

        Write("file", "two");
        Assert.True(_watched.Look().IsNew);
    }

    private string Of(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(Of(name), text);

    private void Read()
    {
        var text = File.Exists(Of("file")) ? File.ReadAllText(Of("file")) : "broken";
        if (text.StartsWith("broken", StringComparison.Ordinal))
            throw new IdentityConfigurationException(text);
        _read.Add(text);
    }
}

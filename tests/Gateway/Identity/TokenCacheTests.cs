using Exchange.Commands;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TokenCacheTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2031, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Caller _caller = new(TwoPartners.PolitieOin, "politie", "p-17", ["regisseur"]);

    private long InAMinute => _clock.Now.AddMinutes(1).ToUnixTimeSeconds();

    [Fact]
    public void Find_NeverKept_GivesNone()
    {
        var cache = new TokenCache(_clock);
        cache.Keep("a", _caller, InAMinute);

        Assert.Null(cache.Find("b"));
        Assert.Same(_caller, cache.Find("a"));
    }

    [Fact]
    public void Find_Ended_GivesNone()
    {
        var cache = new TokenCache(_clock);
        cache.Keep("a", _caller, InAMinute);

        _clock.Advance(TimeSpan.FromSeconds(120));
        Assert.NotNull(cache.Find("a"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(cache.Find("a"));
    }

    [Fact]
    public void Keep_MoreThanFit_DropsTheOldestOnly()
    {
        var cache = new TokenCache(_clock);
        var kept = Enumerable.Range(0, (3 * TokenCache.GenerationSize) + 1).Select(number => $"{number}").ToList();
        foreach (var hash in kept) cache.Keep(hash, _caller, InAMinute);

        Assert.InRange(kept.Count(hash => cache.Find(hash) is not null), TokenCache.GenerationSize, 2 * TokenCache.GenerationSize);
        Assert.Null(cache.Find(kept[0]));
        Assert.All(kept.TakeLast(TokenCache.GenerationSize), hash => Assert.NotNull(cache.Find(hash)));
    }

    [Fact]
    public void Keep_AfterLongerThanAnyTokenLives_ForgetsInTwoSteps()
    {
        var cache = new TokenCache(_clock);
        cache.Keep("a", _caller, _clock.Now.AddDays(1).ToUnixTimeSeconds());
        _clock.Advance(TimeSpan.FromMinutes(13));
        cache.Keep("b", _caller, InAMinute);
        _clock.Advance(TimeSpan.FromMinutes(13));
        cache.Keep("c", _caller, InAMinute);

        // It has not ended, so only its age can have made the cache forget it.
        Assert.Null(cache.Find("a"));
    }

    [Fact]
    public void Find_InUseAllAlong_SurvivesTheGenerations()
    {
        var cache = new TokenCache(_clock);
        cache.Keep("in use", _caller, InAMinute);
        for (var number = 0; number < 5 * TokenCache.GenerationSize; number++)
        {
            cache.Keep($"{number}", _caller, InAMinute);
            if (number % 1000 == 0) Assert.NotNull(cache.Find("in use"));
        }
    }

    [Fact]
    public void Keep_FromManyThreads_StaysBounded()
    {
        var cache = new TokenCache(_clock);
        var kept = Enumerable.Range(0, 20 * TokenCache.GenerationSize).Select(number => $"{number}").ToList();
        Parallel.ForEach(kept, hash => cache.Keep(hash, _caller, InAMinute));

        // Each thread may pass the bound by the one token that it was about to add.
        Assert.InRange(kept.Count(hash => cache.Find(hash) is not null), 1, 2 * (TokenCache.GenerationSize + 64));
    }
}

using Impasto.Studio.Queue;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Tests.Queue;

/// <summary>Which claims count as dead.</summary>
public sealed class SignsOfLifeTests
{
    private static readonly RunClaim s_claim = new(Guid.NewGuid(), 1, "a worker", 5);

    private readonly SignsOfLife _signs = new();

    [Fact]
    public void Look_claim_without_a_new_beat_is_dead_after_three_misses_and_not_before()
    {
        Assert.Empty(_signs.Look([s_claim]));
        Assert.Empty(_signs.Look([s_claim]));
        Assert.Empty(_signs.Look([s_claim]));
        Assert.Equal([s_claim], _signs.Look([s_claim]));
    }

    [Fact]
    public void Look_new_beat_or_new_attempt_starts_counting_again()
    {
        for (int i = 0; i < SignsOfLife.Misses; i++)
            _signs.Look([s_claim]);

        Assert.Empty(_signs.Look([s_claim with { Beat = 6 }]));
        Assert.Empty(_signs.Look([s_claim with { Attempt = 2, Beat = 5 }]));
    }

    [Fact]
    public void Forget_after_a_failed_look_nobody_is_dead_for_an_outage()
    {
        for (int i = 0; i < SignsOfLife.Misses; i++)
            _signs.Look([s_claim]);

        _signs.Forget();

        Assert.Empty(_signs.Look([s_claim]));
    }
}

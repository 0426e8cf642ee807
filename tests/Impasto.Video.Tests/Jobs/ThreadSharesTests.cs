using Impasto.Video.Jobs;

namespace Impasto.Video.Tests.Jobs;

public sealed class ThreadSharesTests
{
    [Fact]
    public void Jobs_share_all_threads()
    {
        var shares = new ThreadShares(5, 2);

        Assert.Equal([3, 2], new[] { shares.Renew(0), shares.Renew(0) });
        Assert.Equal(2, shares.Renew(2));
    }

    [Fact]
    public void Threads_of_a_job_that_waits_go_to_the_other_and_come_back()
    {
        var shares = new ThreadShares(4, 2);
        int one = shares.Renew(0), other = shares.Renew(0);

        shares.Leave(other);
        one = shares.Renew(one);
        Assert.Equal(4, one);

        shares.Join();
        Assert.Equal(0, shares.Renew(0));
        one = shares.Renew(one);
        Assert.Equal((2, 2), (one, shares.Renew(0)));
    }
}

using Impasto.Studio.Answers;
using Impasto.Studio.Budgets;
using Impasto.Studio.Runs;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>The pixels that requests decode at the same time are counted before.</summary>
public sealed class PixelBudgetTests
{
    [Fact]
    public async Task Requests_wait_in_line_for_the_pixels_that_others_decode()
    {
        var budget = new PixelBudget(100, mostAtOnce: 10, TimeProvider.System);
        IDisposable first = await budget.TakeAsync(60, Studio.Cancellation);
        Task<IDisposable> second = budget.TakeAsync(60, Studio.Cancellation);
        // It would fit, and must not overtake the larger one for ever.
        Task<IDisposable> third = budget.TakeAsync(30, Studio.Cancellation);

        Assert.Equal((60, false, false), (budget.Used, second.IsCompleted, third.IsCompleted));
        first.Dispose();
        first.Dispose();
        using IDisposable two = await second, three = await third;
        Assert.Equal(90, budget.Used);
    }

    [Fact]
    public async Task Picture_with_more_pixels_than_all_may_have_takes_them_all()
    {
        var budget = new PixelBudget(100, mostAtOnce: 10, TimeProvider.System);

        IDisposable only = await budget.TakeAsync(1_000_000, Studio.Cancellation);

        Assert.Equal(100, budget.Used);
        only.Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task Small_pictures_are_limited_in_number()
    {
        var budget = new PixelBudget(100, mostAtOnce: 2, TimeProvider.System);
        using IDisposable first = await budget.TakeAsync(1, Studio.Cancellation);
        IDisposable second = await budget.TakeAsync(1, Studio.Cancellation);
        Task<IDisposable> third = budget.TakeAsync(1, Studio.Cancellation);

        Assert.False(third.IsCompleted);
        second.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Request_that_is_given_up_leaves_the_line()
    {
        var budget = new PixelBudget(100, mostAtOnce: 10, TimeProvider.System);
        using IDisposable first = await budget.TakeAsync(60, Studio.Cancellation);
        using var end = new CancellationTokenSource();
        Task<IDisposable> second = budget.TakeAsync(60, end.Token);
        Task<IDisposable> third = budget.TakeAsync(30, Studio.Cancellation);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        (await third).Dispose();
        Assert.Equal(60, budget.Used);
    }

    [Fact]
    public async Task Request_that_waits_too_long_is_429()
    {
        var budget = new PixelBudget(100, mostAtOnce: 10, new HastyClock());
        using IDisposable first = await budget.TakeAsync(60, Studio.Cancellation);

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => budget.TakeAsync(60, Studio.Cancellation));

        Assert.Equal((429, 60), (problem.Status, budget.Used));
    }

    [Fact]
    public async Task Studio_never_decodes_more_than_twice_the_largest_picture_at_once()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxPixels = 1000 },
        });
        PictureFiles files = studio.Service<PictureFiles>();
        int now = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => files.InTurnAsync(
            900,
            async () =>
            {
                int count = Interlocked.Increment(ref now);
                lock (files)
                    most = Math.Max(most, count);
                await Task.Delay(20, Studio.Cancellation);
                return Interlocked.Decrement(ref now);
            },
            Studio.Cancellation)));

        Assert.Equal(2, most);
    }

    [Fact]
    public void Pixels_are_read_from_headers_and_what_is_no_picture_has_none()
    {
        var files = new PictureFiles(Studio.Usual(Path.GetTempPath()));
        byte[] large = Studio.Encode(TestPictures.Noise(60, 50, seed: 4));

        Assert.Equal(3000, files.MostPixels([Studio.Photo, large, [1, 2, 3]]));
        Assert.Equal(0, files.MostPixels([[]]));
        // Nothing is decoded: half a file has the same header.
        Assert.Equal(3000, files.MostPixels([large[..(large.Length / 2)]]));
    }

    [Fact]
    public void Memory_is_given_back()
    {
        WeakReference picture = Make();

        LargeHeap.GiveBack();

        Assert.False(picture.IsAlive);
        Assert.True(GC.GetGCMemoryInfo().TotalCommittedBytes < 300_000_000);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Make()
        {
            byte[] pixels = new byte[300_000_000];
            Array.Fill<byte>(pixels, 1);
            return new WeakReference(pixels);
        }
    }

    /// <summary>A clock whose timers are due at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

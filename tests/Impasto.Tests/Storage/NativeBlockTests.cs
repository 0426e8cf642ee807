using Impasto.Storage;

namespace Impasto.Tests.Storage;

[Collection(MeasuresMemory.Name)]
public sealed unsafe class NativeBlockTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData((1 << 20) + 1000)]
    public void Zeros_are_zeros_and_Aligned_begins_at_a_cache_line(int bytes)
    {
        using NativeBlock zeros = NativeBlock.Zeros(bytes), aligned = NativeBlock.Aligned(bytes);

        Assert.Equal(-1, new Span<byte>(zeros.Pointer, bytes).IndexOfAnyExcept((byte)0));
        new Span<byte>(aligned.Pointer, bytes).Fill(1);
        Assert.Equal(0, (nint)aligned.Pointer % 64);
    }

    // The C library would keep some of it: blocks of changing lengths, freed in another order than they were taken.
    [Fact]
    public void Memory_of_large_blocks_goes_back_to_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read as on Linux.");
        long before = 0, most = 0;
        for (int round = 0; round < 40; round++)
        {
            NativeBlock[] blocks = [.. Enumerable.Range(1, 24).Select(i =>
                NativeBlock.Aligned((1 << 20) + (((round * i) % 37) << 16)))];
            foreach (NativeBlock block in blocks.Reverse())
                block.Dispose();
            if (round == 0)
                before = Environment.WorkingSet;
            most = Math.Max(most, Environment.WorkingSet);
        }

        Assert.InRange(most - before, long.MinValue, 24 << 20);
    }

    [Fact]
    public void Dispose_twice_frees_once()
    {
        NativeBlock block = NativeBlock.Aligned(64);

        block.Dispose();
        block.Dispose();

        Assert.True(block.IsClosed);
        Assert.True(block.Pointer is null);
    }

    [Fact]
    public void A_forgotten_block_is_finalized()
    {
        WeakReference block = Forget();

        Assert.True(Garbage.MakesTrue(() => !block.IsAlive));

        static WeakReference Forget() => new(NativeBlock.Aligned(1 << 20), trackResurrection: true);
    }
}

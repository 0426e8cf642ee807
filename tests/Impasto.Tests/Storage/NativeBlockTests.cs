using Impasto.Storage;

namespace Impasto.Tests.Storage;

public sealed unsafe class NativeBlockTests
{
    [Fact]
    public void Zeros_are_zeros_and_Aligned_begins_at_a_cache_line()
    {
        using NativeBlock zeros = NativeBlock.Zeros(1000), aligned = NativeBlock.Aligned(1000);

        Assert.Equal(-1, new Span<byte>(zeros.Pointer, 1000).IndexOfAnyExcept((byte)0));
        Assert.Equal(0, (nint)aligned.Pointer % 64);
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

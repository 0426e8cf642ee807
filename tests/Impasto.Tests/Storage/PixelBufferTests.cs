using Impasto.Storage;

namespace Impasto.Tests.Storage;

public sealed class PixelBufferTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static TheoryData<bool> Kinds => [false, true];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_is_all_zeros(bool disk)
    {
        using PixelStore store = Open(disk);

        Assert.All(store.Create(1000).ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_values_are_read_again_from_any_place(bool disk)
    {
        using PixelStore store = Open(disk);
        PixelBuffer buffer = store.Create(10);

        buffer.Write(3, [1, 2, 3]);

        float[] read = new float[4];
        buffer.Read(2, read);
        Assert.Equal([0, 1, 2, 3], read);
        Assert.Equal(disk, buffer.IsOnDisk);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_change_goes_back_when_the_piece_is_disposed(bool disk)
    {
        using PixelStore store = Open(disk);
        PixelBuffer buffer = store.Create(5);
        buffer.Write(0, [1, 2, 3, 4, 5]);

        using (PixelPiece piece = buffer.Open(1, 3, PieceUse.Change))
            piece.Values[1] *= 10;

        Assert.Equal([1, 2, 30, 4, 5], buffer.ToArray());
    }

    [Fact]
    public void Open_to_read_leaves_a_file_as_it_is()
    {
        using PixelStore store = Open(disk: true);
        PixelBuffer buffer = store.Create(2);

        using (PixelPiece piece = buffer.Open(0, 2, PieceUse.Read))
            piece.Values.Fill(7);

        Assert.Equal([0, 0], buffer.ToArray());
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(9, 2)]
    [InlineData(11, 0)]
    public void Read_outside_is_refused(long start, int count)
    {
        foreach (bool disk in new[] { false, true })
        {
            using PixelStore store = Open(disk);
            PixelBuffer buffer = store.Create(10);
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(start, new float[count]));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(start, new float[count]));
        }
    }

    [Fact]
    public void Of_array_shares_its_values()
    {
        float[] values = [1, 2];
        PixelBuffer buffer = values;

        buffer.Write(1, [5]);

        Assert.Equal(5, values[1]);
    }

    // A killed program leaves nothing: the file has no name even while it is in use.
    [Fact]
    public void Create_on_disk_leaves_no_file_behind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There files go when they are closed.");
        using PixelStore store = Open(disk: true);

        store.Create(10);

        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Create_where_no_file_can_be_made_says_so()
    {
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        using var store = new PixelStore(file);

        var failure = Assert.Throws<MemoryException>(() => store.Create(10));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Dispose_twice_is_once_and_what_is_disposed_says_so(bool disk)
    {
        PixelStore store = Open(disk);
        PixelBuffer buffer = store.Create(10);

        buffer.Dispose();
        buffer.Dispose();
        store.Dispose();
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.Read(0, new float[1]));
        Assert.Throws<ObjectDisposedException>(() => buffer.Write(0, new float[1]));
        Assert.Throws<ObjectDisposedException>(() => store.Create(1));
    }

    [Fact]
    public void Clear_frees_all_buffers_and_the_store_makes_others()
    {
        using PixelStore store = Open(disk: false);
        PixelBuffer buffer = store.Create(10);

        store.Clear();

        Assert.Throws<ObjectDisposedException>(() => buffer.Read(0, new float[1]));
        Assert.Equal(3, store.Create(3).Length);
    }

    [Fact]
    public void Create_more_than_there_is_says_so()
    {
        using PixelStore store = Open(disk: false);

        Assert.Throws<MemoryException>(() => store.Create(long.MaxValue / 2));
        Assert.Throws<MemoryException>(() => store.Create(1L << 60));
    }

    private PixelStore Open(bool disk) => new(disk ? _folder.Path : null);
}

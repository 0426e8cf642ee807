using System.Numerics;
using Impasto.Imaging;
using Impasto.Threads;

namespace Impasto.Video.Flow.Planes;

/// <summary>Brightness of a picture, 0 to 255, at its own size and at halves of it, with borders filled.</summary>
internal sealed class GreyPyramid
{
    // The coarsest level: smaller ones hold too few patches. Source: Kroeger et al., 2016, section 2.4, chooses by the
    // width; a shorter side of 24 is three patches.
    private const int ShortestSide = 24;
    private const float White = 255;

    private readonly RowPass _fill;
    private readonly RowPass[] _halve;
    private Picture? _picture;

    public GreyPyramid(PictureSize size)
    {
        Levels = Make(size);
        _fill = new RowPass(size.Height, FillRows);
        _halve = [.. Levels.Skip(1).Zip(Levels, (small, large) =>
            new RowPass(small.Height, (from, to) => HalveRows(large, small, from, to)))];
    }

    /// <summary>The planes, the finest first.</summary>
    public BorderedPlane[] Levels { get; }

    /// <summary>Fills all levels from a picture of the pyramid's size.</summary>
    public void Fill(Picture picture, WorkerTeam? team)
    {
        _picture = picture;
        _fill.Run(team);
        _picture = null;
        Levels[0].Extend();
        for (int level = 1; level < Levels.Length; level++)
        {
            _halve[level - 1].Run(team);
            Levels[level].Extend();
        }
    }

    private static BorderedPlane[] Make(PictureSize size)
    {
        List<BorderedPlane> levels = [new(size.Width, size.Height)];
        while (Math.Min(levels[^1].Width, levels[^1].Height) / 2 >= ShortestSide)
            levels.Add(new BorderedPlane(levels[^1].Width / 2, levels[^1].Height / 2));
        return [.. levels];
    }

    // Y = 0.299 R + 0.587 G + 0.114 B, as Picture.Luminance.
    private void FillRows(int from, int to)
    {
        BorderedPlane plane = Levels[0];
        int count = plane.Width * plane.Height;
        ReadOnlySpan<float> pixels = _picture!.Pixels;
        for (int y = from; y < to; y++)
        {
            ReadOnlySpan<float> red = pixels.Slice(y * plane.Width, plane.Width),
                green = pixels.Slice(count + (y * plane.Width), plane.Width),
                blue = pixels.Slice((2 * count) + (y * plane.Width), plane.Width);
            Span<float> grey = plane.Values.AsSpan(plane.Start(y), plane.Width);
            int x = 0;
            for (; x <= grey.Length - Vector<float>.Count; x += Vector<float>.Count)
            {
                Vector<float> sum = (0.299f * White * new Vector<float>(red[x..]))
                    + (0.587f * White * new Vector<float>(green[x..]))
                    + (0.114f * White * new Vector<float>(blue[x..]));
                sum.CopyTo(grey[x..]);
            }

            for (; x < grey.Length; x++)
                grey[x] = (0.299f * White * red[x]) + (0.587f * White * green[x]) + (0.114f * White * blue[x]);
        }
    }

    private static void HalveRows(BorderedPlane large, BorderedPlane small, int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            ReadOnlySpan<float> upper = large.Values.AsSpan(large.Start(2 * y), 2 * small.Width),
                lower = large.Values.AsSpan(large.Start((2 * y) + 1), 2 * small.Width);
            Span<float> target = small.Values.AsSpan(small.Start(y), small.Width);
            for (int x = 0; x < target.Length; x++)
                target[x] = 0.25f * (upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1]);
        }
    }
}

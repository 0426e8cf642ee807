using System.Buffers;
using Impasto.Imaging;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Optimizers;

/// <summary>The levels of a picture's pyramid, in which an optimiser sees large forms as well as small ones.</summary>
/// <remarks>
/// A picture is x = B z = sum_l g^l U^l z_l: details z_0 at its own size, and z_l at sizes halved l times, enlarged by
/// the bilinear U and multiplied by the gain g. <see cref="Reduce"/> gives a derivative's parts g^l (U^T)^l x',
/// <see cref="Expand"/> adds parts up; both together are B B^T. Minimising over z instead of x is the same problem with
/// another inner product: one coefficient moves a whole area, so that errors of large forms and colours, which a
/// network's losses punish most, need few steps. Source: Burt and Adelson, 1983, for the pyramid; Kolkin, Kucera,
/// Paris, Sykora, Shechtman and Shakhnarovich, 2022, for its use in style transfer. Differs from common code: z itself
/// is never kept, only the picture.
/// </remarks>
internal sealed class PicturePyramid
{
    // Halvings of a large picture: the coarsest level then has some 16 x 16 values at 512 pixels.
    private const int MostLevels = 5;

    // Levels of fewer values on a side would describe nothing but the mean.
    private const int ShortestSide = 2;

    // Weights of the bilinear enlargement: of the coarse value around a fine one, and of the next beside it.
    private const float Near = 0.75f;
    private const float Far = 0.25f;

    // Rows of a level that one thread takes at a time.
    private const int Strip = 16;

    private readonly WorkerTeam? _team;
    private readonly float _gain;
    private readonly PictureSize[] _sizes;
    private readonly PixelBuffer?[] _levels;

    /// <param name="room">Length, size, storage and threads.</param>
    /// <param name="gain">g, above 0; or 0 for a pyramid without coarser levels.</param>
    public PicturePyramid(OptimizerRoom room, double gain)
    {
        _team = room.Team;
        _gain = (float)gain;
        _sizes = gain > 0 && room.Size is { } size ? [.. Sizes(size)] : [default];
        long planes = _sizes.Length > 1 ? room.Length / _sizes[0].Pixels : 0;
        _levels = [null, .. _sizes.Skip(1).Select(level => room.Store.Create(planes * level.Pixels))];
    }

    /// <summary>Number of levels coarser than the picture.</summary>
    public int Coarser => _sizes.Length - 1;

    /// <summary>The size of a level; 0 is the picture.</summary>
    public PictureSize SizeOf(int level) => _sizes[level];

    /// <summary>The values of a coarser level, from 1 on.</summary>
    public PixelBuffer Level(int level) => _levels[level]!;

    /// <summary>Fills the coarser levels with a derivative's: each is g U^T times the finer one.</summary>
    public void Reduce(PixelBuffer picture)
    {
        for (int level = 1; level < _sizes.Length; level++)
        {
            PixelBuffer finer = _levels[level - 1] ?? picture;
            Run(new ReducePass(finer, _sizes[level - 1], _levels[level]!, _sizes[level], _gain), picture);
        }
    }

    /// <summary>Adds the coarser levels to the picture: each gives g U times itself to the finer one.</summary>
    public void Expand(PixelBuffer picture)
    {
        for (int level = _sizes.Length - 1; level > 0; level--)
        {
            PixelBuffer finer = _levels[level - 1] ?? picture;
            Run(new ExpandPass(_levels[level]!, _sizes[level], finer, _sizes[level - 1], _gain), picture);
        }
    }

    /// <summary>B B^T: what the pyramid makes of a derivative.</summary>
    public void Apply(PixelBuffer picture)
    {
        Reduce(picture);
        Expand(picture);
    }

    private static IEnumerable<PictureSize> Sizes(PictureSize size)
    {
        yield return size;
        for (int level = 0; level < MostLevels; level++)
        {
            size = new PictureSize((size.Width + 1) / 2, (size.Height + 1) / 2);
            if (size.Shorter < ShortestSide)
                yield break;
            yield return size;
        }
    }

    private void Run(LevelPass pass, PixelBuffer picture) =>
        WorkerTeam.Run(picture.IsOnDisk ? null : _team, pass, pass.Items);

    // Rows of the coarse level in strips, plane after plane.
    private abstract class LevelPass(PictureSize fine, PictureSize coarse, long planes) : ParallelWork
    {
        private readonly int _strips = (coarse.Height + Strip - 1) / Strip;

        public int Items => _strips * (int)planes;

        protected PictureSize Fine { get; } = fine;

        protected PictureSize Coarse { get; } = coarse;

        public override void Run(int item, int worker)
        {
            int first = item % _strips * Strip;
            Run(item / _strips, (first, Math.Min(first + Strip, Coarse.Height)));
        }

        protected abstract void Run(int plane, (int First, int End) rows);

        protected static PixelPiece Open(
            PixelBuffer values, PictureSize size, int plane, (int First, int End) rows, PieceUse use) => values.Open(
                ((plane * (long)size.Height) + rows.First) * size.Width, (rows.End - rows.First) * size.Width, use);
    }

    // coarse = g U^T fine: coarse row j takes 1/4, 3/4, 3/4, 1/4 of the fine rows 2j - 1 to 2j + 2.
    private sealed class ReducePass(
        PixelBuffer finer, PictureSize fine, PixelBuffer coarser, PictureSize coarse, float gain)
        : LevelPass(fine, coarse, coarser.Length / coarse.Pixels)
    {
        protected override void Run(int plane, (int First, int End) rows)
        {
            (int width, int height) = (Fine.Width, Fine.Height);
            (int First, int End) seen = (Math.Max(0, (2 * rows.First) - 1), Math.Min(height, (2 * rows.End) + 1));
            using PixelPiece from = Open(finer, Fine, plane, seen, PieceUse.Read);
            using PixelPiece to = Open(coarser, Coarse, plane, rows, PieceUse.Write);
            float[] line = ArrayPool<float>.Shared.Rent(width);
            Span<float> sum = line.AsSpan(0, width);
            for (int row = rows.First; row < rows.End; row++)
            {
                sum.Clear();
                for (int tap = 0; tap < 4; tap++)
                {
                    if (Source((2 * row) - 1 + tap, height) is not { } at)
                        continue;
                    float weight = gain * (tap is 0 or 3 ? Far : Near);
                    VectorMath.AddScaled(sum, from.Values.Slice((at - seen.First) * width, width), weight);
                }

                Narrow(sum, to.Values.Slice((row - rows.First) * Coarse.Width, Coarse.Width));
            }

            ArrayPool<float>.Shared.Return(line);
        }

        private static void Narrow(ReadOnlySpan<float> from, Span<float> to)
        {
            int n = from.Length;
            for (int i = 0; i < to.Length; i++)
            {
                int at = 2 * i;
                float left = from[Math.Max(0, at - 1)], right = At(from, at + 2, n);
                to[i] = (Near * (from[at] + At(from, at + 1, n))) + (Far * (left + right));
            }
        }

        private static float At(ReadOnlySpan<float> from, int at, int n) =>
            at < n ? from[at] : at == n && n % 2 == 0 ? from[n - 1] : 0;

        // A row beyond the border is the border's where U repeats it there, else it does not exist.
        private static int? Source(int row, int height) =>
            row < 0 ? 0 : row < height ? row : row == height && height % 2 == 0 ? height - 1 : null;
    }

    // fine += g U coarse: fine row 2j takes 3/4 of coarse row j and 1/4 of j - 1, row 2j + 1 as much of j + 1.
    private sealed class ExpandPass(
        PixelBuffer coarser, PictureSize coarse, PixelBuffer finer, PictureSize fine, float gain)
        : LevelPass(fine, coarse, coarser.Length / coarse.Pixels)
    {
        protected override void Run(int plane, (int First, int End) rows)
        {
            int width = Fine.Width;
            (int First, int End) seen = (Math.Max(0, rows.First - 1), Math.Min(Coarse.Height, rows.End + 1));
            (int First, int End) changed = (2 * rows.First, Math.Min(Fine.Height, 2 * rows.End));
            using PixelPiece from = Open(coarser, Coarse, plane, seen, PieceUse.Read);
            using PixelPiece to = Open(finer, Fine, plane, changed, PieceUse.Change);
            float[] wide = ArrayPool<float>.Shared.Rent((seen.End - seen.First) * width);
            for (int row = 0; row < seen.End - seen.First; row++)
                Widen(from.Values.Slice(row * Coarse.Width, Coarse.Width), wide.AsSpan(row * width, width));
            for (int row = changed.First; row < changed.End; row++)
            {
                int near = row / 2, far = Math.Clamp(row % 2 == 0 ? near - 1 : near + 1, 0, Coarse.Height - 1);
                Span<float> target = to.Values.Slice((row - changed.First) * width, width);
                VectorMath.AddScaled(target, wide.AsSpan((near - seen.First) * width, width), gain * Near);
                VectorMath.AddScaled(target, wide.AsSpan((far - seen.First) * width, width), gain * Far);
            }

            ArrayPool<float>.Shared.Return(wide);
        }

        private static void Widen(ReadOnlySpan<float> from, Span<float> to)
        {
            float left = from[0];
            for (int i = 0; i < from.Length; i++)
            {
                float middle = from[i], right = from[Math.Min(i + 1, from.Length - 1)];
                to[2 * i] = (Near * middle) + (Far * left);
                if ((2 * i) + 1 < to.Length)
                    to[(2 * i) + 1] = (Near * middle) + (Far * right);
                left = middle;
            }
        }
    }
}

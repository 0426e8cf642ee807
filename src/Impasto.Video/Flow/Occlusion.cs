using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow;

/// <summary>Finds the pixels whose flow can be relied on.</summary>
/// <remarks>
/// With w the flow and b(p) = back(p + w(p)), a pixel is not reliable if it is hidden in the other picture or its flow
/// is wrong,
/// <code>
/// |w + b|^2 > 0.01 (|w|^2 + |b|^2) + 0.5
/// </code>
/// or if p + w(p) lies outside the picture; on request also at a <see cref="MotionBoundary"/>. Source: Ruder,
/// Dosovitskiy and Brox, "Artistic Style Transfer for Videos", GCPR 2016, equation 5, after Sundaram, Brox and Keutzer,
/// ECCV 2010.
/// </remarks>
internal sealed class Occlusion
{
    private readonly FlowField _flow, _back;
    private readonly float[] _reliability;
    private readonly RowPass _pass;
    private bool _withoutBoundaries;

    public Occlusion(FlowField flow, FlowField back, float[] reliability)
    {
        (_flow, _back, _reliability) = (flow, back, reliability);
        _pass = new RowPass(flow.Height, Rows);
    }

    public void Run(bool withoutBoundaries, WorkerTeam? team)
    {
        _withoutBoundaries = withoutBoundaries;
        _pass.Run(team);
    }

    private void Rows(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            for (int x = 0; x < _flow.Width; x++)
            {
                bool isReliable = IsSeen(x, y) && !(_withoutBoundaries && MotionBoundary.IsAt(_flow, x, y));
                _reliability[(y * _flow.Width) + x] = isReliable ? 1 : 0;
            }
        }
    }

    // Comparisons are false for NaN, which flows from elsewhere may hold: such pixels are not seen.
    private bool IsSeen(int x, int y)
    {
        int k = (y * _flow.Width) + x;
        float u = _flow.Horizontal[k], v = _flow.Vertical[k], column = x + u, row = y + v;
        if (!(column >= -0.5f && column <= _flow.Width - 0.5f && row >= -0.5f && row <= _flow.Height - 0.5f))
            return false;
        (float backU, float backV) = Back(column, row);
        float sumU = u + backU, sumV = v + backV;
        float lengths = (u * u) + (v * v) + (backU * backU) + (backV * backV);
        return (sumU * sumU) + (sumV * sumV) <= (0.01f * lengths) + 0.5f;
    }

    private (float U, float V) Back(float column, float row)
    {
        column = Math.Clamp(column, 0, _flow.Width - 1);
        row = Math.Clamp(row, 0, _flow.Height - 1);
        int left = (int)column, top = (int)row;
        int right = Math.Min(left + 1, _flow.Width - 1), bottom = Math.Min(top + 1, _flow.Height - 1);
        float across = column - left, down = row - top;
        return (Bilinear(_back.Horizontal), Bilinear(_back.Vertical));

        float Bilinear(float[] values)
        {
            float upper = Line(values, top), lower = Line(values, bottom);
            return upper + (down * (lower - upper));
        }

        float Line(float[] values, int y)
        {
            float first = values[(y * _flow.Width) + left];
            return first + (across * (values[(y * _flow.Width) + right] - first));
        }
    }
}

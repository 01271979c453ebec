using Weir.Usage.Records;

namespace Weir.Generation;

/// <summary>Generated records and what coding agents tell, in the order of time.</summary>
internal sealed class GeneratedRecords : IDisposable
{
    private readonly GenerationOptions _options;
    private readonly Company _company;
    private readonly DayPlan _plan;
    private readonly RecordMaker _maker;
    private readonly AgentActivity _activity;

    public GeneratedRecords(GenerationOptions options, IAttemptPricing pricing)
    {
        _options = options;
        _company = new Company(options.Seed);
        Calendar = new Calendar(options);
        _plan = new DayPlan(options, _company, Calendar);
        _maker = new RecordMaker(_company, pricing);
        _activity = new AgentActivity(options.Seed, _company);
    }

    /// <summary>Takes a record, a JSON object that is valid during the call.</summary>
    public delegate void RecordSink(ReadOnlySpan<byte> record);

    public Calendar Calendar { get; }

    /// <summary>Makes the records from one on, and what coding agents tell with them.</summary>
    /// <param name="first">How many records to leave out at the beginning.</param>
    /// <param name="take">Told of each of the others.</param>
    /// <param name="tell">Told of each line of the stream <c>telemetry</c> that comes with them, before the record.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public void WriteFrom(long first, RecordSink take, RecordSink tell, CancellationToken cancellationToken)
    {
        for (var day = 0; day < _options.Days; day++)
        {
            var rows = Calendar.RowsOf(day);
            if (first >= rows)
            {
                first -= rows;
                continue;
            }

            var calls = _plan.CallsOf(day);
            var incidents = new Incidents(_options.Seed, _options.Start.AddDays(day), day, _company.Endpoints);
            _activity.BeginDay();
            for (var i = 0; i < calls.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var told = _activity.Of(calls[i]);
                if (i < first)
                {
                    continue;
                }

                for (var line = 0; line < told.Count; line++)
                {
                    tell(told.Line(line));
                }

                take(_maker.Make(calls[i], incidents));
            }

            first = 0;
        }
    }

    public void Dispose()
    {
        _maker.Dispose();
        _activity.Dispose();
    }
}

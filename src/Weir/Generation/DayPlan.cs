namespace Weir.Generation;

/// <summary>Plans the calls of a day, in the order of time. A day's plan is all that is held of it: 40 bytes a row.</summary>
internal sealed class DayPlan
{
    private readonly GenerationOptions _options;
    private readonly Company _company;
    private readonly Calendar _calendar;
    private readonly WeightedChoice _people;
    private readonly WeightedChoice _agentPeople;
    private readonly WeightedChoice _applications;

    public DayPlan(GenerationOptions options, Company company, Calendar calendar)
    {
        (_options, _company, _calendar) = (options, company, calendar);
        _people = new WeightedChoice(company.People.Select(person => person.Weight));
        _agentPeople = new WeightedChoice(company.People.Select(person => person.AgentEndpoint is null ? 0 : person.Weight));
        _applications = new WeightedChoice(company.Applications.Select(application => application.Weight));
    }

    /// <summary>The calls of a day.</summary>
    /// <param name="day">Which one, from 0.</param>
    public PlannedCall[] CallsOf(int day)
    {
        var calls = new PlannedCall[_calendar.RowsOf(day)];
        var hours = _calendar.HoursOf(day);
        var random = SeededRandom.Of(_options.Seed, GenerationPurpose.Calls, (ulong)day);
        var agents = (int)(calls.Length * _calendar.AgentShareOf(day));
        var people = (int)(calls.Length * _calendar.PeopleShareOf(day));
        for (var filled = 0; filled < agents;)
        {
            var person = _agentPeople.Choose(random.NextDouble());
            filled += AgentSession.Fill(calls.AsSpan(filled, agents - filled), person, _company.People[person], hours, new SeededRandom(random.Next()));
        }

        for (var i = agents; i < agents + people; i++)
        {
            var person = _people.Choose(random.NextDouble());
            calls[i] = Single(person, _company.People[person], hours, ref random);
        }

        for (var i = agents + people; i < calls.Length; i++)
        {
            var application = _applications.Choose(random.NextDouble());
            calls[i] = Single(~application, _company.Applications[application], hours, ref random);
        }

        Array.Sort(calls, PlannedCall.Compare);
        return calls;
    }

    private static PlannedCall Single(int number, Requester requester, DayHours hours, ref SeededRandom random)
    {
        var time = hours.Draw(requester, ref random);
        var endpoint = requester.Endpoints[random.Below(10) switch { < 6 => 0, < 9 => 1, _ => 2 }];
        return new PlannedCall(time.Ticks, random.Next(), 0, number, endpoint, 0, 0);
    }
}

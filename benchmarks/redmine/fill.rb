# Fills Redmine with the tasks of a JSON file, as an operator would set it up for the same work:
# a project, a group for each body that leads, a category for each part of the plan, the REST API
# on, the Gantt chart long enough. Rows are inserted at once; what they lack, Redmine adds on reading.
require 'json'

given = JSON.parse(File.read(ENV.fetch('TASKS')))

Setting.rest_api_enabled = '1'
Setting.issue_group_assignment = '1'
Setting.per_page_options = '25,50,100'
Setting.gantt_items_limit = given['gantt_limit'].to_s
Setting.gantt_months_limit = given['gantt_months'].to_s

person = User.find_by_login('reader') || User.new(
  firstname: 'Reader', lastname: 'Reader', mail: 'reader@example.org', language: 'en'
)
person.login = 'reader'
person.password = person.password_confirmation = given['password']
person.must_change_passwd = false
person.save!

def fill(given, person)
  project = Project.create!(
    name: 'Plan', identifier: 'plan', is_public: false,
    enabled_module_names: %w[issue_tracking gantt calendar], trackers: Tracker.all.to_a
  )
  role = Role.givable.order(:position).first
  Member.create!(project: project, principal: person, roles: [role])
  groups = given['bodies'].to_h do |name|
    group = Group.create!(lastname: name[0, 255])
    Member.create!(project: project, principal: group, roles: [role])
    [name, group.id]
  end
  parts = given['parts'].to_h do |name|
    [name, IssueCategory.create!(project: project, name: name[0, 60]).id]
  end
  states = {
    'open' => IssueStatus.where(is_closed: false).order(:position).first.id,
    'done' => IssueStatus.where(is_closed: true).order(:position).first.id
  }
  tracker, priority = project.trackers.first, IssuePriority.active.first
  given['tasks'].each_slice(500) do |tasks|
    rows = tasks.map do |task|
      {
        project_id: project.id, tracker_id: tracker.id, priority_id: priority.id,
        author_id: person.id, subject: task['subject'][0, 255], description: task['product'],
        assigned_to_id: groups[task['body']], category_id: parts[task['part']],
        status_id: states[task['state']], done_ratio: task['percent'],
        start_date: task['start'], due_date: task['due'],
        created_on: task['changed'], updated_on: task['changed'], lft: 1, rgt: 2, lock_version: 0
      }
    end
    Issue.insert_all!(rows)
  end
  Issue.where(root_id: nil).update_all('root_id = id')
  project
end

project = Project.find_by_identifier('plan')
project ||= ActiveRecord::Base.transaction { fill(given, person) }
ActiveRecord::Base.connection.execute('ANALYZE issues, issue_categories, members, users')
puts JSON.generate(key: person.api_key, issues: project.issues.count)
